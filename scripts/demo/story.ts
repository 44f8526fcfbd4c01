import type { ConnectorEventMap, ExchangeConnector } from '@venuekit/core';
import type { Decimal, TradingPair } from '@venuekit/core/connector';
import { sleep, withDeadline } from '@venuekit/core/testing';
import type { EmbeddedVenue } from './embedded-venue.ts';
import { ACCOUNT, quotes } from './embedded-venue.ts';
import type { DemoFaults } from './options.ts';
import type { Screen } from './screen.ts';

const ACT_TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/** What a story plays with. */
export interface Stage {
  readonly connector: ExchangeConnector;
  readonly embedded: EmbeddedVenue;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly pairs: readonly TradingPair[];
  readonly faults: DemoFaults;
}

/** Plays the main job in order: place, fill in parts, cancel, lose the private socket while an order is filled, trade at market. */
export async function playStory(stage: Stage, actMs: number): Promise<void> {
  const pair = stage.pairs[0];
  if (pair === undefined) return;
  const pause = (): Promise<void> => sleep(stage.embedded.clock, actMs, stage.signal);
  await pause();
  await fillInParts(stage, pair, pause);
  await pause();
  await cancelOne(stage, stage.pairs.at(-1) ?? pair, pause);
  await pause();
  if (stage.faults === 'none') await fillInParts(stage, pair, pause);
  else await fillBehindTheCut(stage, pair);
  await pause();
  await tradeAtMarket(stage, pair);
  const resting = stage.connector.buy(pair, quotes(pair, '1'), 'limit', await priceBelow(stage, pair, '0.8'));
  await until(stage, resting, 'order-created');
  stage.screen.say(`one order is left open on purpose: ${resting}`);
  await pause();
}

async function fillInParts(stage: Stage, pair: TradingPair, pause: () => Promise<void>): Promise<void> {
  const { connector, embedded, screen } = stage;
  const amount = quotes(pair, '6');
  const id = connector.buy(pair, amount, 'limit', await priceBelow(stage, pair, '0.97'));
  screen.say(`buy ${amount} ${pair} placed as ${id}`);
  await until(stage, id, 'order-created');
  embedded.venue.control.fillOrder(ACCOUNT, id, quotes(pair, '2'));
  await until(stage, id, 'order-filled');
  screen.say(`  it is partly filled: ${executed(connector, id)}`);
  await pause();
  const isComplete = until(stage, id, 'order-completed');
  embedded.venue.control.fillOrder(ACCOUNT, id);
  await isComplete;
  screen.say(`  it is filled: ${executed(connector, id)}`);
}

async function cancelOne(stage: Stage, pair: TradingPair, pause: () => Promise<void>): Promise<void> {
  const { connector, screen } = stage;
  const amount = quotes(pair, '2');
  const id = connector.buy(pair, amount, 'limit', await priceBelow(stage, pair, '0.9'));
  screen.say(`buy ${amount} ${pair} placed as ${id}`);
  await until(stage, id, 'order-created');
  await pause();
  const result = await connector.cancel(pair, id);
  screen.say(result.success ? '  it is canceled' : `  whether it is canceled is being asked: ${result.reason ?? ''}`);
}

async function fillBehindTheCut(stage: Stage, pair: TradingPair): Promise<void> {
  const { connector, embedded, screen } = stage;
  const amount = quotes(pair, '4');
  const id = connector.buy(pair, amount, 'limit', await priceBelow(stage, pair, '0.97'));
  screen.say(`buy ${amount} ${pair} placed as ${id}`);
  await until(stage, id, 'order-created');
  const recovery = Promise.all([
    once(stage, 'order-filled', (event) => event.clientOrderId === id),
    once(stage, 'stream-restored', () => true),
    until(stage, id, 'order-completed'),
  ]);
  const cut = embedded.venue.control.cutSockets({ account: ACCOUNT });
  embedded.venue.control.fillOrder(ACCOUNT, id);
  screen.say(`✂ private sockets cut: ${cut}; the order is filled while nobody is told`);
  const [fill, restored] = await recovery;
  const gapMs = Math.round(restored.gap.toMs - (restored.gap.fromMs ?? restored.gap.toMs));
  const how = fill.isRecovered ? 'recovered by asking the exchange' : 'told by the stream';
  screen.say(`✔ the fill in the gap of ${gapMs} ms was ${how}`);
  screen.say(`  it is filled: ${executed(connector, id)}`);
}

async function tradeAtMarket(stage: Stage, pair: TradingPair): Promise<void> {
  const { connector, screen } = stage;
  const amount = quotes(pair, '1');
  await livePrice(stage, pair);
  const id = connector.sell(pair, amount, 'market');
  await until(stage, id, 'order-completed');
  screen.say(`sell ${amount} ${pair} at market: ${executed(connector, id)}`);
}

/** Waits for an event of one order, also one that has been told already. A failed order ends the story. */
async function until(stage: Stage, clientOrderId: string, type: 'order-created' | 'order-filled' | 'order-completed'): Promise<void> {
  const order = stage.connector.orderTracker.fetchOrder({ clientOrderId });
  if (order === undefined) throw new Error(`${clientOrderId} is not tracked`);
  const hasHappened = (): boolean =>
    type === 'order-created' ? order.exchangeOrderId !== undefined : type === 'order-filled' ? order.fills.size > 0 : order.isFilled;
  if (hasHappened()) return;
  const abort = new AbortController();
  const failures = (['order-failed', 'order-expired'] as const).map((end) =>
    once(stage, end, (event) => event.clientOrderId === clientOrderId, abort.signal).then((event) => {
      throw new Error(`${clientOrderId} ended unexpectedly: ${event.type}`);
    }),
  );
  for (const failure of failures) failure.catch(() => undefined);
  try {
    await Promise.race([once(stage, type, (event) => event.clientOrderId === clientOrderId, abort.signal), ...failures]);
  } finally {
    abort.abort();
  }
}

function once<Type extends keyof ConnectorEventMap>(
  stage: Stage,
  type: Type,
  matches: (event: ConnectorEventMap[Type]) => boolean,
  end?: AbortSignal,
): Promise<ConnectorEventMap[Type]> {
  const signal = end === undefined ? stage.signal : AbortSignal.any([stage.signal, end]);
  let leave: (() => void) | undefined;
  const happened = withDeadline(
    stage.embedded.clock,
    `the event ${type}`,
    ACT_TIMEOUT_MS,
    signal,
    () =>
      new Promise<ConnectorEventMap[Type]>((resolve) => {
        leave = stage.connector.on(type, (event) => {
          if (matches(event)) resolve(event);
        });
      }),
  );
  return happened.finally(() => leave?.());
}

function executed(connector: ExchangeConnector, clientOrderId: string): string {
  const order = connector.orderTracker.fetchOrder({ clientOrderId });
  if (order === undefined) return '?';
  return `${order.executedBase.toFixed()} of ${order.amount.toFixed()} for ${order.executedQuote.toDecimalPlaces(2).toFixed()}`;
}

async function priceBelow(stage: Stage, pair: TradingPair, factor: string): Promise<Decimal> {
  const price = await livePrice(stage, pair);
  return stage.connector.quantizeOrderPrice(pair, price.times(factor));
}

/** The best bid, once the book is live: a book that is being repaired gives no price. */
async function livePrice({ connector, embedded, signal }: Stage, pair: TradingPair): Promise<Decimal> {
  const untilMs = embedded.clock.monotonicMs() + ACT_TIMEOUT_MS;
  for (;;) {
    const price = connector.getPrice(pair, 'sell');
    if (price !== undefined) return price;
    if (embedded.clock.monotonicMs() > untilMs) throw new Error(`the book of ${pair} gave no price for ${ACT_TIMEOUT_MS} ms`);
    await sleep(embedded.clock, POLL_MS, signal);
  }
}
