import { type Execution, pickFields, type PreventedMatch, type World } from '@venuekit/venue';
import { type EndpointRequest, type Reading, reading } from '../endpoint.ts';
import { readMarket, symbolOf } from '../markets.ts';
import { refuseCombination } from '../wire-refusal.ts';
import { fixed, PREVENTION_MODES } from '../words.ts';

/** By the match or by the order. */
export function readPreventedMatches({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const matchId = parameters.integer('preventedMatchId');
  const orderId = parameters.integer('orderId');
  const fromId = parameters.integer('fromPreventedMatchId') ?? 0;
  refuseCombination((matchId === undefined) === (orderId === undefined));
  const limit = parameters.limit(500, 1_000);
  const isShown = ({ preventedMatchId, takerOrderId, makerOrderId }: PreventedMatch): boolean =>
    matchId === undefined
      ? preventedMatchId >= fromId && (takerOrderId === orderId || makerOrderId === orderId)
      : preventedMatchId === matchId;
  return reading({ kind: 'prevented-matches', account, tradingPair }, matchId === undefined ? 20 : 2, ({ matches }) => {
    const shown = matches.filter(isShown).slice(0, limit);
    return shown.map((match) => pickFields(matchFields(world, match), MATCH));
  });
}

const MATCH =
  'symbol preventedMatchId takerOrderId makerSymbol:symbol makerOrderId tradeGroupId selfTradePreventionMode price takerPreventedQuantity ' +
  'makerPreventedQuantity transactTime';

/** What all payloads that show a match pick from; every account is shown as one that is in no trade group. */
function matchFields(world: World, match: PreventedMatch): Record<string, unknown> {
  const { preventedMatchId, takerOrderId, makerOrderId, takerPrevented, makerPrevented, price, amount } = match;
  return {
    symbol: symbolOf(world, match.tradingPair),
    preventedMatchId,
    takerOrderId,
    makerOrderId,
    tradeGroupId: -1,
    selfTradePreventionMode: PREVENTION_MODES[match.mode],
    price: fixed(price),
    amount: fixed(amount),
    notional: fixed(amount.times(price)),
    transactTime: match.timeMs,
    takerPreventedQuantity: takerPrevented && fixed(takerPrevented),
    makerPreventedQuantity: makerPrevented && fixed(makerPrevented),
  };
}

/** What self-trade prevention took from the order of an `executionReport`. */
export function preventionKeys({ order, prevention }: Execution, world: World): Record<string, unknown> {
  if (prevention === undefined) return {};
  const { takerOrderId, makerOrderId, takerPrevented, makerPrevented } = prevention;
  const isTaker = takerOrderId === order.orderId;
  const [taken, other] = isTaker ? [takerPrevented, makerOrderId] : [makerPrevented, takerOrderId];
  const fields = { ...matchFields(world, prevention), A: fixed(order.preventedBase), B: fixed(taken), U: other };
  return pickFields(fields, 'v:preventedMatchId A B u:tradeGroupId U Cs:symbol pl:amount pL:price pY:notional');
}
