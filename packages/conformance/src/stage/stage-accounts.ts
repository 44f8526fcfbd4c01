import { Decimal } from '@venuekit/core/connector';
import { spotInstrument, type VenueAccount } from '@venuekit/venue';
import type { StageSetup } from '../card/stage-setup.ts';
import type { SubjectCredentials, SubjectMarket } from '../subject/conformance-subject.ts';

/** What an account has at least, and for how many of the smallest orders it lasts. */
interface Wealth {
  readonly base: string;
  readonly quote: string;
  readonly orders: number;
}

const OURS: Wealth = { base: '10', quote: '1000000', orders: 1_000 };
const STRANGERS: Wealth = { base: '1000000', quote: '10000000000', orders: 1_000_000 };

/** The account under test and a rich stranger. */
export function stageAccounts(
  markets: readonly SubjectMarket[],
  setup: StageSetup,
  credentials: SubjectCredentials,
  names: { readonly account: string; readonly stranger: string },
): readonly VenueAccount[] {
  const { kind, key } = credentials.verifier ?? { kind: 'hmac', key: credentials.apiSecret };
  const { apiKey, passphrase } = credentials;
  const ours = { key: apiKey, kind, verifier: key, canTrade: setup.mayTrade ?? true, ...(passphrase === undefined ? {} : { passphrase }) };
  return [
    {
      account: names.account,
      balances: setup.balances ?? balancesOf(markets, OURS),
      keys: setup.knowsKeys === false ? [] : [ours],
      ...(setup.feePlan === undefined ? {} : { feePlan: setup.feePlan }),
    },
    { account: names.stranger, balances: balancesOf(markets, STRANGERS) },
  ];
}

function balancesOf(markets: readonly SubjectMarket[], { base, quote, orders }: Wealth): Readonly<Record<string, string>> {
  const balances = new Map<string, Decimal>();
  const provide = (asset: string, least: string, ofOrders: Decimal): void => {
    balances.set(asset, Decimal.max(balances.get(asset) ?? least, ofOrders.times(orders).ceil()));
  };
  for (const market of markets) {
    const { minimumAmount, minimumNotional } = spotInstrument(market);
    // An asset that is base of one market and quote of another counts as a base.
    provide(market.base, base, Decimal.max(minimumAmount, minimumNotional.div(market.fairPrice)));
  }
  const bases = new Set(markets.map((market) => market.base));
  for (const market of markets) provide(market.quote, bases.has(market.quote) ? base : quote, spotInstrument(market).minimumNotional);
  return Object.fromEntries([...balances].map(([asset, amount]) => [asset, amount.toFixed()]));
}
