import type { ConnectorEvent } from '@venuekit/core';
import type { CutManner, Operation } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';
import type { StageSetup } from '../card/stage-setup.ts';

/** What the private stream tells of itself when a gap is found and repaired. */
export const RESTORED: readonly ConnectorEvent['type'][] = ['stream-interrupted', 'stream-connected', 'stream-restored'];

/** What a gap has hidden is learned by its repair, and not by chance from a poll of the loops. */
export const SELDOM_POLLED: StageSetup = { connector: { intervals: { shortPollMs: 120_000 } } };

/** What the private stream has told of itself since an event of this number, problems left out. */
export function privateEvents({ events }: CardStage, from: number): readonly ConnectorEvent['type'][] {
  return events
    .slice(from)
    .flatMap((event) => ('stream' in event && event.stream === 'private' && event.type !== 'stream-problem' ? [event.type] : []));
}

/** Takes the sockets of the private stream away. @throws CardFailure when there is none */
export function cutPrivate(stage: CardStage, manner: CutManner = { kind: 'without-close-frame' }): void {
  stage.holds('the venue has a socket of the private stream', stage.venue.control.sockets({ account: stage.account }).length > 0);
  stage.venue.control.cutSockets({ account: stage.account }, manner);
}

/** The number of the one socket that follows the private events. @throws CardFailure when there is none, or several */
export function privateSocketId(stage: CardStage): number {
  const sockets = stage.venue.control.sockets({ account: stage.account });
  stage.equal('sockets that follow the private events', sockets.length, 1);
  return stage.present('a socket that follows the private events', sockets[0]).id;
}

/** The service of the venue to which the private stream connects. */
export function privateService(stage: CardStage): string {
  const [socket] = stage.venue.control.sockets({ account: stage.account });
  return stage.present('a socket that follows the private events', socket).service;
}

/** Whether the private stream is whole and has one socket. */
export function isWhole({ connector, venue, account }: CardStage): boolean {
  const status = connector.privateStreamStatus;
  return status?.state === 'live' && status.replacing === undefined && venue.control.sockets({ account }).length === 1;
}

/** Waits until the private stream is whole and has one socket, and what it still has to tell is told. */
export async function whole(stage: CardStage, maximumMs?: number): Promise<void> {
  // What was cut or told is heard first.
  await stage.advance(50);
  await stage.until('the private stream is whole and has one socket', () => isWhole(stage), maximumMs);
  await stage.advance(2_000);
}

/** Waits until a gap has been repaired since an event of this number. @returns the events from there to the repair */
export async function restored(stage: CardStage, from: number, maximumMs: number = 100_000): Promise<readonly ConnectorEvent[]> {
  await stage.until('the gap of the private stream is repaired', () => stage.events.slice(from).some(isRepair), maximumMs);
  const events = stage.events.slice(from);
  return events.slice(0, events.findIndex(isRepair) + 1);
}

function isRepair(event: ConnectorEvent): boolean {
  return event.type === 'stream-restored' && event.stream === 'private';
}

/** The types of what these events tell of one order, in order. */
export function typesAbout(events: readonly ConnectorEvent[], clientOrderId: string): readonly ConnectorEvent['type'][] {
  return events.flatMap((event) => ('clientOrderId' in event && event.clientOrderId === clientOrderId ? [event.type] : []));
}

/** What was told as executed of one order, by its fills. */
function toldAmount(stage: CardStage, clientOrderId: string): string {
  const fills = stage.eventsOf('order-filled').filter((event) => event.clientOrderId === clientOrderId);
  const [first, ...rest] = fills.map(({ amount }) => amount);
  return first === undefined ? '0' : rest.reduce((sum, amount) => sum.plus(amount), first).toFixed();
}

/** @throws CardFailure unless the executed amount of the order that was told is the venue's */
export function expectExecuted(stage: CardStage, clientOrderId: string): void {
  const order = stage.present('the venue knows the order', stage.venueOrder(clientOrderId));
  stage.equal('the executed amount that was told', toldAmount(stage, clientOrderId), order.executedBase.toFixed());
}

/** Fills a part of an order at the venue. @throws CardFailure unless it is told soon, by the stream where that tells fills, else by a poll */
export async function expectFlow(stage: CardStage, clientOrderId: string, amount: string): Promise<void> {
  const from = stage.events.length;
  const isTold = (): boolean => typesAbout(stage.events.slice(from), clientOrderId).includes('order-filled');
  stage.fillAtVenue(clientOrderId, amount);
  if (!stage.has('private-stream')) {
    await stage.until('a fill is told by a poll', isTold, 6_000);
    return;
  }
  await stage.until('a fill is told by the private stream', isTold, 3_000);
  // Where the stream tells of an order and not of its fills, these are asked for.
  if (stage.has('trade-ids') && !stage.has('streams-fills')) return;
  const fill = stage.eventsOf('order-filled').findLast((event) => event.clientOrderId === clientOrderId);
  stage.equal('the fill was learned by a query', fill?.isRecovered, false);
}

/** The next answers to an operation by HTTP come late: it is carried out at once. @returns how often that has happened */
export function delayAnswer(stage: CardStage, operation: Operation['kind'], delayMs: number, times: number = 1): () => number {
  const { faults } = stage.venue.control;
  const before = faults.applied.length;
  faults.add({ on: 'http', match: { operation }, times, action: { kind: 'delay', delayMs } });
  return () => faults.applied.slice(before).filter(({ on, action }) => on === 'http' && action.kind === 'delay').length;
}
