import { Decimal, type TradingPair } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import {
  createWorld,
  type BookChange,
  type BookView,
  type Execution,
  type FeePlan,
  type OrderTicket,
  type ListStatus,
  Refusal,
  type SelfTradePrevention,
  spotInstrument,
  type SpotInstrumentOptions,
  type VenueTrade,
  type World,
  type WorldListener,
} from '../../src/index.ts';

export const PAIR: TradingPair = 'BTC-USDT';
export const START_MS: number = Date.UTC(2026, 0, 1);
export const NO_FEES: FeePlan = { maker: new Decimal(0), taker: new Decimal(0), payIn: 'received' };

/** A ticket in words, as tests like to write it. */
export interface Words {
  readonly type?: OrderTicket['type'];
  readonly timeInForce?: OrderTicket['timeInForce'];
  readonly clientOrderId?: string;
  readonly tradingPair?: TradingPair;
  readonly amount?: string;
  readonly quoteAmount?: string;
  readonly price?: string;
  readonly stopPrice?: string;
  readonly trailingDelta?: number;
  readonly icebergAmount?: string;
  readonly selfTradePrevention?: SelfTradePrevention;
}

export function ticket(account: string, side: 'buy' | 'sell', words: Words): OrderTicket {
  return {
    account,
    side,
    tradingPair: words.tradingPair ?? PAIR,
    type: words.type ?? 'limit',
    timeInForce: words.timeInForce ?? 'GTC',
    ...(words.amount === undefined ? {} : { amount: new Decimal(words.amount) }),
    ...(words.quoteAmount === undefined ? {} : { quoteAmount: new Decimal(words.quoteAmount) }),
    ...(words.price === undefined ? {} : { price: new Decimal(words.price) }),
    ...(words.stopPrice === undefined ? {} : { stopPrice: new Decimal(words.stopPrice) }),
    ...(words.trailingDelta === undefined ? {} : { trailingDelta: words.trailingDelta }),
    ...(words.icebergAmount === undefined ? {} : { icebergAmount: new Decimal(words.icebergAmount) }),
    ...(words.selfTradePrevention === undefined ? {} : { selfTradePrevention: words.selfTradePrevention }),
    ...(words.clientOrderId === undefined ? {} : { clientOrderId: words.clientOrderId }),
  };
}

/** `amount@price`, a limit order. */
export function at(text: string, words: Words = {}): Words {
  const [amount = '', price = ''] = text.split('@');
  return { amount, price, ...words };
}

/** A world with one market (tick 0.01, lot 0.001, minimum notional 5) and the accounts ann and bob, without fees. */
export function openFloor(options: { readonly rules?: Partial<SpotInstrumentOptions>; readonly feePlan?: FeePlan } = {}): {
  readonly world: World;
  readonly clock: ManualClock;
} {
  const clock = new ManualClock({ wallMs: START_MS });
  const instrument = spotInstrument({ base: 'BTC', quote: 'USDT', amountIncrement: '0.001', ...options.rules });
  const world = createWorld({ clock, random: new SeededRandom(7), instruments: [instrument] });
  for (const account of ['ann', 'bob']) world.addAccount(account, { BTC: '10', USDT: '10000' }, options.feePlan ?? NO_FEES);
  return { world, clock };
}

/** `free+locked` of one asset. */
export function holding(world: World, account: string, asset: string): string {
  const balance = world.balances(account).find((row) => row.asset === asset);
  return balance === undefined ? 'none' : `${balance.free.toString()}+${balance.locked.toString()}`;
}

/** A book as `amount@price` texts. */
export function bookText(book: BookView | BookChange): { readonly bids: string[]; readonly asks: string[] } {
  return { bids: levelTexts(book.bids), asks: levelTexts(book.asks) };
}

function levelTexts(levels: BookView['bids']): string[] {
  return levels.map(({ price, amount }) => `${amount.toString()}@${price.toString()}`);
}

export function tradeText(trade: VenueTrade): string {
  return `${trade.amount.toString()}@${trade.price.toString()}`;
}

/** Status and reason of an order, by its client id. */
export function stateOf(world: World, account: string, clientOrderId: string): string {
  const { status, expiryReason, executedBase } = world.order(account, PAIR, { clientOrderId });
  return [status, ...(expiryReason === undefined ? [] : [expiryReason]), executedBase.toString()].join(' ');
}

/** The reason of a refusal, with its detail; `accepted` when there was none. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return 'accepted';
}

export type Heard =
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'list'; readonly status: ListStatus }
  | { readonly kind: 'balances'; readonly account: string; readonly assets: string[] }
  | { readonly kind: 'trade'; readonly trade: VenueTrade }
  | { readonly kind: 'book'; readonly change: BookChange };

/** A listener that writes everything down. */
export function recorder(): { readonly listener: WorldListener; readonly heard: Heard[]; texts(): string[] } {
  const heard: Heard[] = [];
  const listener: WorldListener = {
    onExecution: (execution) => heard.push({ kind: 'execution', execution }),
    onListStatus: (status) => heard.push({ kind: 'list', status }),
    onBalances: (account, balances) =>
      heard.push({
        kind: 'balances',
        account,
        assets: balances.map(({ asset, free, locked }) => `${asset} ${free.toString()}+${locked.toString()}`),
      }),
    onTrade: (trade) => heard.push({ kind: 'trade', trade }),
    onBookChange: (change) => heard.push({ kind: 'book', change }),
  };
  return { listener, heard, texts: () => heard.map(heardText) };
}

function heardText(heard: Heard): string {
  if (heard.kind === 'balances') return `${heard.account}: ${heard.assets.join(', ')}`;
  if (heard.kind === 'trade') return `trade ${heard.trade.tradeId} ${tradeText(heard.trade)}`;
  if (heard.kind === 'list') return `list ${heard.status.list.kind} ${heard.status.kind}`;
  if (heard.kind === 'execution') {
    const { kind, order } = heard.execution;
    return `${order.account} ${kind} ${order.clientOrderId} ${order.status} ${order.executedBase.toString()}`;
  }
  const { bids, asks } = bookText(heard.change);
  return `book ${heard.change.firstUpdateId}-${heard.change.lastUpdateId} bids ${bids.join(' ')} asks ${asks.join(' ')}`;
}
