import type { TradingPair } from '@venuekit/core/connector';
import { type Instrument, Refusal, type World } from '@venuekit/venue';
import { type Parameters, illegal, missing } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { SYMBOL_STATUSES } from './enums.ts';

const LEGAL_RANGE = String.raw`^[\w\-._&&[^a-z]]{1,50}$`;
const LEGAL_SYMBOL = /^[\p{L}\p{N}._-]{1,50}$/u;

export function symbolOf(world: World, tradingPair: TradingPair): string {
  const instrument = world.instruments.get(tradingPair);
  return instrument === undefined ? tradingPair : instrument.base + instrument.quote;
}

function find(world: World, symbol: string): Instrument {
  if (!LEGAL_SYMBOL.test(symbol) || /[a-z]/.test(symbol)) throw illegal('symbol', LEGAL_RANGE);
  for (const instrument of world.instruments.values()) if (instrument.base + instrument.quote === symbol) return instrument;
  throw new Refusal('unknown-symbol', symbol);
}

/** The mandatory parameter `symbol`. @throws Refusal -1102, -1100, -1121 */
export function readSymbol(parameters: Parameters, world: World): Instrument {
  return find(world, parameters.required('symbol'));
}

/** Which markets were asked for. */
export interface SymbolChoice {
  /** Undefined: all. */
  readonly tradingPairs: readonly TradingPair[] | undefined;
  /** Named with `symbol`, so that the answer is no array. */
  readonly isSingle: boolean;
  readonly status: string | undefined;
}

/** `symbol` or `symbols`, and `symbolStatus`. @throws Refusal -1128, -1151, -1121, -1122, -1220 */
export function readSymbolChoice(parameters: Parameters, world: World): SymbolChoice {
  const symbol = parameters.optional('symbol');
  const symbols = parameters.list('symbols');
  if (symbol !== undefined && symbols !== undefined) throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
  if (symbols?.length === 0) throw missing('symbols');
  if (new Set(symbols).size < (symbols?.length ?? 0)) throw new WireRefusal(-1151, 'Symbol is present multiple times in the list.');
  const named = symbol === undefined ? symbols : [symbol];
  const instruments = named?.map((name) => find(world, name));
  const status = readSymbolStatus(parameters, symbol === undefined ? undefined : instruments?.[0]);
  return { tradingPairs: instruments?.map(({ tradingPair }) => tradingPair), isSingle: symbol !== undefined, status };
}

/** @param single the one market that must have the status. @throws Refusal -1122, -1220 */
export function readSymbolStatus(parameters: Parameters, single: Instrument | undefined): string | undefined {
  const status = parameters.oneOf('symbolStatus', ['TRADING', 'HALT', 'BREAK'], new WireRefusal(-1122, 'Invalid symbolStatus.'));
  if (status !== undefined && single !== undefined && SYMBOL_STATUSES[single.status] !== status) {
    throw new WireRefusal(-1220, "The symbol's status does not match the requested symbolStatus.");
  }
  return status;
}

export function hasStatus(world: World, tradingPair: TradingPair, status: string | undefined): boolean {
  const instrument = world.instruments.get(tradingPair);
  return status === undefined || (instrument !== undefined && SYMBOL_STATUSES[instrument.status] === status);
}
