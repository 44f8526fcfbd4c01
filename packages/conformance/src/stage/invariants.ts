import type { ConnectorEvent } from '@venuekit/core';
import type { Invariant } from '../card/card.ts';
import { DEFAULT_CREDENTIALS } from '../subject/conformance-subject.ts';
import { checkEqual, checkHolds } from './checks.ts';
import { describeValue, plainValue } from './describe-value.ts';
import { secretValues } from './secret-values.ts';
import type { VenueStage } from './venue-stage.ts';

/** How each invariant is checked, once everything has come to rest. `nothing-left` is checked after the stage is closed. */
export const INVARIANT_CHECKS: Readonly<Record<Invariant, (stage: VenueStage) => void>> = {
  'books-equal': checkBooks,
  'orders-equal': checkOpenOrders,
  'fills-equal': checkFills,
  'balances-equal': checkBalances,
  'one-ending': checkEndings,
  'no-secret-shown': checkSecrets,
  'nothing-left': checkNothingLeft,
};

/** Where a venue tells the best levels only, a connector follows so many of each side at least. */
const FEWEST_LEVELS = 5;

function checkBooks(stage: VenueStage): void {
  const { connector, venue } = stage;
  const isTruncated = stage.has('trait:book-depth-truncated');
  for (const pair of connector.tradingPairs) {
    const book = connector.getOrderBook(pair);
    const view = venue.world.book(pair);
    checkEqual(`the book of ${pair} is live`, book.state, 'live');
    for (const [side, all] of [
      ['bid', view.bids],
      ['ask', view.asks],
    ] as const) {
      const levels = isTruncated ? all.slice(0, Math.max(book.depth(side), FEWEST_LEVELS)) : all;
      const ours = levels.map((_, index) => {
        const level = book.exactLevel(side, index);
        return level === undefined ? undefined : [level.price, level.quantity];
      });
      checkEqual(
        `the ${side}s of ${pair} are the venue's`,
        ours,
        levels.map(({ price, amount }) => [price, amount]),
      );
      checkHolds(`the book of ${pair} has no ${side} that the venue has not`, book.exactLevel(side, levels.length) === undefined);
    }
  }
}

function checkOpenOrders(stage: VenueStage): void {
  const spell = stage.subject.spelling?.orderId ?? String;
  const ours = new Set(stage.connector.orderTracker.allFillableOrders.values().map(({ exchangeOrderId }) => exchangeOrderId));
  const known = [...stage.connector.inFlightOrders.values()].map((order) => [
    order.exchangeOrderId,
    order.tradingPair,
    order.side,
    order.amount.toFixed(),
    order.executedBase.toFixed(),
  ]);
  const open = stage
    .truth()
    .openOrders.filter((order) => ours.has(spell(order.orderId)))
    .map((order) => [spell(order.orderId), order.tradingPair, order.side, order.amount.toFixed(), order.executedBase.toFixed()]);
  checkEqual('the orders in flight are those that are open at the venue', sortedRows(known), sortedRows(open));
}

function sortedRows(rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.map((row) => row.join(' ')).toSorted();
}

/** The fills of the orders that this connector placed. Where the venue names no executions, their sums are compared. */
function checkFills(stage: VenueStage): void {
  const { order: spellOrder, trade: spellTrade } = {
    order: stage.subject.spelling?.orderId ?? String,
    trade: stage.subject.spelling?.tradeId ?? String,
  };
  const told = once(stage.events);
  const placed = new Set(
    told.flatMap((event) => ('exchangeOrderId' in event && event.exchangeOrderId !== undefined ? [event.exchangeOrderId] : [])),
  );
  const truth = [...stage.truth().fillSums.values()].filter(({ orderId }) => placed.has(spellOrder(orderId)));
  const sums = new Map<string, ReturnType<typeof sumOf>>();
  for (const event of told) {
    if (event.type !== 'order-filled' || event.exchangeOrderId === undefined) continue;
    sums.set(event.exchangeOrderId, sumOf(event, sums.get(event.exchangeOrderId)));
  }
  const withIds = stage.has('trade-ids');
  const row = (id: string, tradeIds: readonly string[], base: string, quote: string): string =>
    [id, ...(withIds ? [tradeIds.toSorted().join('+'), quote] : []), base].join(' ');
  checkEqual(
    'the fills that were told are those that happened',
    [...sums].map(([id, { tradeIds, base, quote }]) => row(id, tradeIds, base.toFixed(), quote.toFixed())).toSorted(),
    truth
      .map(({ orderId, tradeIds, base, quote }) => row(spellOrder(orderId), tradeIds.map(spellTrade), base.toFixed(), quote.toFixed()))
      .toSorted(),
  );
}

type FilledEvent = Extract<ConnectorEvent, { readonly type: 'order-filled' }>;
type FilledAmount = FilledEvent['amount'];

function sumOf(
  { tradeId, amount, quoteAmount }: FilledEvent,
  before: { readonly tradeIds: readonly string[]; readonly base: FilledAmount; readonly quote: FilledAmount } | undefined,
): { readonly tradeIds: readonly string[]; readonly base: FilledAmount; readonly quote: FilledAmount } {
  if (before === undefined) return { tradeIds: [tradeId], base: amount, quote: quoteAmount };
  return { tradeIds: [...before.tradeIds, tradeId], base: before.base.plus(amount), quote: before.quote.plus(quoteAmount) };
}

/** Without the repetitions that a store tells after a restart. */
function once(events: readonly ConnectorEvent[]): readonly ConnectorEvent[] {
  const seen = new Set<number>();
  return events.filter((event) => {
    const sequence = 'sequence' in event ? event.sequence : undefined;
    if (typeof sequence !== 'number') return true;
    if (seen.has(sequence)) return false;
    seen.add(sequence);
    return true;
  });
}

function checkBalances(stage: VenueStage): void {
  for (const { asset, free, locked } of stage.truth().balances.values()) {
    checkEqual(`what is available of ${asset}`, stage.connector.getAvailableBalance(asset), free);
    checkEqual(`the total of ${asset}`, stage.connector.getBalance(asset), free.plus(locked));
  }
}

const ENDS: ReadonlySet<string> = new Set(['order-completed', 'order-canceled', 'order-expired', 'order-failed']);

function checkEndings(stage: VenueStage): void {
  const byOrder = Map.groupBy(
    once(stage.events).filter((event) => 'clientOrderId' in event),
    (event) => event.clientOrderId,
  );
  for (const [id, events] of byOrder) {
    const types = events.map(({ type }) => type);
    const ends = types.filter((type) => ENDS.has(type));
    checkHolds(`the order ${id} ends once at most`, ends.length <= 1, types);
    const [first] = types;
    const isCreatedFirst = first === 'order-created' || first === 'order-failed' || first === 'order-lost';
    checkHolds(`the first event of the order ${id} is order-created, or its failure`, isCreatedFirst, types);
    checkHolds(`the order ${id} is created once at most`, types.filter((type) => type === 'order-created').length <= 1, types);
    const afterEnd = ends[0] === undefined ? [] : types.slice(types.indexOf(ends[0]) + 1);
    checkHolds(
      `nothing but late fills comes after the end of the order ${id}`,
      afterEnd.every((type) => type === 'order-filled'),
      types,
    );
  }
}

function checkSecrets(stage: VenueStage): void {
  const secrets = secretValues(stage.subject.credentials ?? DEFAULT_CREDENTIALS, stage.wire);
  const leaksIn = (text: string): boolean => [...secrets].some((secret) => text.includes(secret));
  for (const line of stage.logLines) checkHolds('no log line shows a secret', !leaksIn(line), 'a log line');
  for (const event of stage.events) {
    if (event.type === 'book-updated') continue;
    const error = 'error' in event && event.error instanceof Error ? describeError(event.error) : '';
    checkHolds('no event shows a secret', !leaksIn(JSON.stringify(plainValue(event)) + error), event.type);
  }
  checkHolds('no saved state shows a secret', !leaksIn(describeValue(stage.connector.trackingStates)), 'trackingStates');
}

/** With its causes, as a program that logs it would show it. */
function describeError(error: Error): string {
  const cause = error.cause instanceof Error ? describeError(error.cause) : describeValue(error.cause);
  return `${error.stack ?? ''} ${JSON.stringify(error)} ${cause}`;
}

function checkNothingLeft(stage: VenueStage): void {
  checkEqual('sockets that are left after stop()', stage.openSockets, 0);
  checkEqual('timers that are left after stop()', stage.clock.pendingTimers, 0);
  checkEqual(
    'members of the definition that are at work after stop()',
    stage.runningMembers.map(({ name }) => name),
    [],
  );
}
