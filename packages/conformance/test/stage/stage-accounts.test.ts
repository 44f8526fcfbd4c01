import { describe, expect, it } from 'vitest';
import { stageAccounts } from '../../src/stage/stage-accounts.ts';
import { DEFAULT_CREDENTIALS, DEFAULT_MARKETS, type SubjectMarket } from '../../src/subject/conformance-subject.ts';

const NAMES = { account: 'tester', stranger: 'stranger' };

function balancesOf(markets: readonly SubjectMarket[]): Readonly<Record<string, string>> | undefined {
  return stageAccounts(markets, {}, DEFAULT_CREDENTIALS, NAMES)[0]?.balances;
}

describe('the account under test', () => {
  it('has ten of each base and a million of each quote in usual markets', () => {
    expect(balancesOf(DEFAULT_MARKETS)).toEqual({ BTC: '10', ETH: '10', USDT: '1000000' });
  });

  it('has enough for a thousand of the smallest orders where an asset is cheap', () => {
    const cheap = { base: 'DOGE', quote: 'USDT', fairPrice: '0.1', minimumNotional: '5' };
    const inSmallMoney = { base: 'BTC', quote: 'IDR', fairPrice: '900000000', minimumNotional: '10000' };
    expect(balancesOf([cheap, inSmallMoney])).toEqual({ DOGE: '50000', USDT: '1000000', BTC: '10', IDR: '10000000' });
  });

  it('has what the card says, and a key that the venue checks by all that we log in with', () => {
    const balances = { BTC: '1' };
    const credentials = { ...DEFAULT_CREDENTIALS, passphrase: 'open sesame', verifier: { kind: 'ed25519', key: 'public' } } as const;
    const [account] = stageAccounts(DEFAULT_MARKETS, { balances }, credentials, NAMES);
    expect(account?.balances).toBe(balances);
    const { apiKey: key, passphrase } = credentials;
    expect(account?.keys).toEqual([{ key, passphrase, kind: 'ed25519', verifier: 'public', canTrade: true }]);
    expect(stageAccounts(DEFAULT_MARKETS, { knowsKeys: false, mayTrade: false }, credentials, NAMES)[0]?.keys).toEqual([]);
  });
});
