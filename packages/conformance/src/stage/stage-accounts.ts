import type { VenueAccount } from '@venuekit/venue';
import type { StageSetup } from '../card/stage-setup.ts';
import type { SubjectCredentials, SubjectMarket } from '../subject/conformance-subject.ts';

/** The account under test and a rich stranger. */
export function stageAccounts(
  markets: readonly SubjectMarket[],
  setup: StageSetup,
  credentials: SubjectCredentials,
  names: { readonly account: string; readonly stranger: string },
): readonly VenueAccount[] {
  const bases = markets.map(({ base }) => base);
  const quotes = markets.map(({ quote }) => quote);
  const all = (base: string, quote: string): Record<string, string> => ({
    ...Object.fromEntries(quotes.map((asset) => [asset, quote])),
    // An asset that is base of one market and quote of another counts as a base.
    ...Object.fromEntries(bases.map((asset) => [asset, base])),
  });
  const { kind, key } = credentials.verifier ?? { kind: 'hmac', key: credentials.apiSecret };
  return [
    {
      account: names.account,
      balances: setup.balances ?? all('10', '1000000'),
      keys: setup.knowsKeys === false ? [] : [{ key: credentials.apiKey, kind, verifier: key, canTrade: setup.mayTrade ?? true }],
      ...(setup.feePlan === undefined ? {} : { feePlan: setup.feePlan }),
    },
    { account: names.stranger, balances: all('1000000', '10000000000') },
  ];
}
