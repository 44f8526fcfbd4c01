import type { CardStage } from '../card/card-stage.ts';

/** How many requests and frames have left the connector so far. */
export function messagesSent({ wire }: Pick<CardStage, 'wire'>): number {
  return wire.sockets.reduce((sum, { frames }) => sum + frames.length, wire.requests.length);
}
