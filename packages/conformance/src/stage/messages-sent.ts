import type { CardStage } from '../card/card-stage.ts';

/** How many requests and frames have left the connector so far. */
export function messagesSent({ wire }: Pick<CardStage, 'wire'>): number {
  return wire.sockets.reduce((sum, { frames }) => sum + frames.length, wire.requests.length);
}

/** How many of them may be commands: a request by GET only asks. */
export function commandsSent(stage: Pick<CardStage, 'wire'>): number {
  return messagesSent(stage) - stage.wire.requests.filter(({ method }) => method === 'GET').length;
}
