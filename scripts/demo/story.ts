import type { ConnectorEventMap, ExchangeConnector } from '@venuekit/core';
import type { Decimal, TradingPair } from '@venuekit/core/connector';
import { sleep, withDeadline } from '@venuekit/core/testing';
import type { EmbeddedVenue } from './embedded-venue.ts';
import { ACCOUNT } from './embedded-venue.ts';
import type { DemoFaults } from './options.ts';
import type { Screen } from './screen.ts';

const ACT_TIMEOUT_MS = 15_000;

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
  const resting = stage.connector.buy(pair, '0.01', 'limit', priceBelow(stage.connector, pair, '0.8'));
  await until(stage, resting, 'order-created');
  stage.screen.say(`one order is left open on purpose: ${resting}`);
  await pause();
}

async function fillInParts(stage: Stage, pair: TradingPair, pause: () => Promise<void>): Promise<void> {
  const { connector, embedded, screen } = stage;
  const id = connector.buy(pair, '0.3', 'limit', priceBelow(connector, pair, '0.97'));
  screen.say(`buy 0.3 ${pair} placed as ${id}`);
  await until(stage, id, 'order-created');
  embedded.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await until(stage, id, 'order-filled');
  screen.say(`${id} is partly filled: ${executed(connector, id)}`);
  await pause();
  const isComplete = until(stage, id, 'order-completed');
  embedded.venue.control.fillOrder(ACCOUNT, id);
  await isComplete;
  screen.say(`${id} is filled: ${executed(connector, id)}`);
}

async function cancelOne(stage: Stage, pair: TradingPair, pause: () => Promise<void>): Promise<void> {
  const { connector, screen } = stage;
  const id = connector.buy(pair, '0.5', 'limit', priceBelow(connector, pair, '0.9'));
  screen.say(`buy 0.5 ${pair} placed as ${id}`);
  await until(stage, id, 'order-created');
  await pause();
  const result = await connector.cancel(pair, id);
  screen.say(result.success ? `${id} is canceled` : `${id} was not canceled: ${result.reason ?? ''}`);
}

async function fillBehindTheCut(stage: Stage, pair: TradingPair): Promise<void> {
  const { connector, embedded, screen } = stage;
  const id = connector.buy(pair, '0.2', 'limit', priceBelow(connector, pair, '0.97'));
  await until(stage, id, 'order-created');
  const recovery = Promise.all([
    once(stage, 'order-filled', (event) => event.clientOrderId === id),
    once(stage, 'stream-restored', () => true),
    until(stage, id, 'order-completed'),
  ]);
  const cut = embedded.venue.control.cutSockets({ account: ACCOUNT });
  embedded.venue.control.fillOrder(ACCOUNT, id);
  screen.say(`✂ the private socket is cut (${cut}) and ${id} is filled where nobody sees it`);
  const [fill, restored] = await recovery;
  const gapMs = restored.gap.toMs - (restored.gap.fromMs ?? restored.gap.toMs);
  const how = fill.isRecovered ? 'recovered by asking the venue' : 'told by the stream';
  screen.say(`✔ nothing lost in ${gapMs} ms without the stream: the fill was ${how}, ${id} is filled: ${executed(connector, id)}`);
}

async function tradeAtMarket(stage: Stage, pair: TradingPair): Promise<void> {
  const { connector, screen } = stage;
  const id = connector.sell(pair, '0.05', 'market');
  await until(stage, id, 'order-completed');
  screen.say(`sell 0.05 ${pair} at market: ${executed(connector, id)}`);
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

function priceBelow(connector: ExchangeConnector, pair: TradingPair, factor: string): Decimal {
  const price = connector.getPrice(pair, 'sell');
  if (price === undefined) throw new Error(`no price of ${pair} is known`);
  return connector.quantizeOrderPrice(pair, price.times(factor));
}
