import type { TradingPair } from '@venuekit/core/connector';
import { type Instrument, Refusal, required, type World } from '@venuekit/venue';
import { illegal, missing, type SpotParameters } from './spot-parameters.ts';
import { refuseCombination, WireRefusal } from './wire-refusal.ts';
import { SYMBOL_STATUSES } from './words.ts';

const LEGAL_RANGE = String.raw`^[\w\-._&&[^a-z]]{1,50}$`;
const LEGAL_SYMBOL = /^(?!.*[a-z])[\p{L}\p{N}._-]{1,50}$/u;
const ASKED_STATUSES = { TRADING: 'TRADING', HALT: 'HALT', BREAK: 'BREAK' };

export function symbolOf(world: World, tradingPair: TradingPair): string {
  const instrument = world.instruments.get(tradingPair);
  return instrument === undefined ? tradingPair : instrument.base + instrument.quote;
}

function find(world: World, symbol: string): Instrument {
  if (!LEGAL_SYMBOL.test(symbol)) throw illegal('symbol', LEGAL_RANGE);
  for (const instrument of world.instruments.values()) if (instrument.base + instrument.quote === symbol) return instrument;
  throw new Refusal('unknown-symbol', symbol);
}

/** The mandatory parameter `symbol`. @throws Refusal -1102, -1100, -1121 */
export function readMarket(parameters: SpotParameters, world: World): Instrument {
  return find(world, required(parameters, 'symbol'));
}

/** Which markets were asked for. */
export interface MarketChoice {
  /** Undefined: all. */
  readonly tradingPairs: readonly TradingPair[] | undefined;
  /** Named with `symbol`, so that the answer is no array. */
  readonly isSingle: boolean;
  readonly hasStatusFilter: boolean;
  /** Whether it has the status that was asked for. */
  readonly isShown: (market: { readonly tradingPair: TradingPair }) => boolean;
}

/** `symbol` or `symbols`, and `symbolStatus`. @throws Refusal -1128, -1151, -1121, -1122, -1220 */
export function readMarkets(parameters: SpotParameters, world: World): MarketChoice {
  const symbol = parameters.optional('symbol');
  const symbols = parameters.list('symbols');
  refuseCombination(symbol !== undefined && symbols !== undefined);
  if (symbols?.length === 0) throw missing('symbols');
  if (new Set(symbols).size < (symbols?.length ?? 0)) throw new WireRefusal(-1151, 'Symbol is present multiple times in the list.');
  const instruments = (symbol === undefined ? symbols : [symbol])?.map((name) => find(world, name));
  const status = readStatus(parameters, symbol === undefined ? undefined : instruments?.[0]);
  const isShown: MarketChoice['isShown'] = ({ tradingPair }) => {
    const instrument = world.instruments.get(tradingPair);
    return status === undefined || (instrument !== undefined && SYMBOL_STATUSES[instrument.status] === status);
  };
  const tradingPairs = instruments?.map(({ tradingPair }) => tradingPair);
  return { tradingPairs, isSingle: symbol !== undefined, hasStatusFilter: status !== undefined, isShown };
}

/** @param single the one market that must have the status. @throws Refusal -1122, -1220 */
export function readStatus(parameters: SpotParameters, single: Instrument | undefined): string | undefined {
  const status = parameters.word('symbolStatus', ASKED_STATUSES, new WireRefusal(-1122, 'Invalid symbolStatus.'));
  if (status === undefined || single === undefined || SYMBOL_STATUSES[single.status] === status) return status;
  throw new WireRefusal(-1220, "The symbol's status does not match the requested symbolStatus.");
}
