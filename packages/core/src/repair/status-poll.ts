import type { ConnectorServices } from '../services/connector-services.ts';
import { requestContext } from '../services/connector-services.ts';
import type { WebAssistantsFactory } from '../web/web-assistants-factory.ts';

/** One status poll: the venue's time, then what the definition polls, by default `fallback`. @throws whatever that throws */
export async function pollStatus(
  services: ConnectorServices,
  factory: WebAssistantsFactory,
  signal: AbortSignal,
  fallback: () => Promise<void>,
): Promise<void> {
  const { definition } = services;
  if (definition.capabilities.needsTimeSynchronization !== false) await followTime(services, factory, signal);
  if (definition.statusPollingLoopFetchUpdates === undefined) await fallback();
  else await definition.statusPollingLoopFetchUpdates(requestContext(services, signal), fallback);
}

/** A venue that does not tell its time may still tell of our orders. */
async function followTime({ runtime }: ConnectorServices, factory: WebAssistantsFactory, signal: AbortSignal): Promise<void> {
  try {
    await factory.synchroniseTime(signal);
  } catch (error) {
    if (signal.aborted) throw error;
    runtime.log.warn({ error }, 'the time of the venue could not be asked for');
  }
}
