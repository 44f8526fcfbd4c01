import type { RestCaller } from './request-context.ts';

/** Placeholder signature; see the room's owner. */
export declare class WebAssistantsFactory {
  createRestAssistant(): RestCaller;
}
