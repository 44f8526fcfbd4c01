import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountBalances } from '../../src/account/balances.ts';
import type { BalanceSnapshotRow } from '../../src/account/user-stream-update.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { BalanceUpdatedEvent } from '../../src/model/events.ts';

const d = (value: string | number): Decimal => new Decimal(value);
const row = (asset: string, total: number, available: number = total): BalanceSnapshotRow => ({
  asset,
  total: d(total),
  available: d(available),
});
const told = (asset: string, total: number, updateTimeMs: number, available: number = total) => ({
  ...row(asset, total, available),
  updateTimeMs,
});

function shown(balances: AccountBalances): Record<string, string> {
  return Object.fromEntries(
    Array.from(balances.all(), ([asset, { total, available }]) => [asset, `${total.toString()}/${available.toString()}`]),
  );
}

function announced(events: readonly (BalanceUpdatedEvent | undefined)[]): string[] {
  return events.flatMap((event) => (event === undefined ? [] : [`${event.asset} ${event.total.toString()}/${event.available.toString()}`]));
}

/** Balances after a first refresh at 1,000 ms. */
function loaded(...rows: readonly BalanceSnapshotRow[]): AccountBalances {
  const balances = new AccountBalances();
  balances.completeRefresh(balances.beginRefresh(1_000), rows, 1_000);
  return balances;
}

describe('balances told by the stream', () => {
  it('are taken over and announced when they change', () => {
    const balances = loaded(row('BTC', 1));
    expect(announced([balances.applyAbsolute(told('BTC', 2, 1_001, 1))])).toEqual(['BTC 2/1']);
    expect(balances.applyAbsolute(told('BTC', 2, 1_002, 1))).toBeUndefined();
    expect(balances.applyAbsolute(told('BTC', 2, 1_002, 2))).toMatchObject({ type: 'balance-updated', eventTimeMs: 1_002 });
    expect(shown(balances)).toEqual({ BTC: '2/2' });
  });

  it('do not overwrite newer ones; of the same time the later counts', () => {
    const balances = loaded();
    balances.applyAbsolute(told('BTC', 2, 1_005));
    expect(balances.applyAbsolute(told('BTC', 1, 1_004))).toBeUndefined();
    balances.applyAbsolute(told('BTC', 3, 1_005));
    expect(shown(balances)).toEqual({ BTC: '3/3' });
  });

  it('may be of an asset called __proto__', () => {
    const balances = loaded(row('__proto__', 1));
    balances.applyAbsolute(told('__proto__', 2, 1_001));
    expect(balances.get('__proto__')).toEqual({ total: d(2), available: d(2) });
    expect(balances.get('constructor')).toBeUndefined();
  });
});

describe('changes told by the stream', () => {
  it('are added to total and available', () => {
    const balances = loaded(row('BTC', 2, 1));
    expect(announced([balances.applyChange({ asset: 'BTC', change: d('0.5'), updateTimeMs: 1_001 })])).toEqual(['BTC 2.5/1.5']);
    expect(announced([balances.applyChange({ asset: 'ETH', change: d(3), updateTimeMs: 1_001 })])).toEqual(['ETH 3/3']);
    expect(balances.applyChange({ asset: 'ETH', change: d(0), updateTimeMs: 1_002 })).toBeUndefined();
  });

  it('are not counted twice when a balance or a refresh contains them already', () => {
    const balances = loaded(row('BTC', 2));
    expect(balances.applyChange({ asset: 'BTC', change: d(1), updateTimeMs: 1_000 })).toBeUndefined();
    balances.applyAbsolute(told('BTC', 5, 1_010));
    expect(balances.applyChange({ asset: 'BTC', change: d(1), updateTimeMs: 1_010 })).toBeUndefined();
    expect(announced([balances.applyChange({ asset: 'BTC', change: d(1), updateTimeMs: 1_011 })])).toEqual(['BTC 6/6']);
  });

  it('mean nothing before the balance is known', () => {
    const balances = new AccountBalances();
    expect(balances.applyChange({ asset: 'BTC', change: d(1), updateTimeMs: 1 })).toBeUndefined();
    expect(shown(balances)).toEqual({});
    balances.applyAbsolute(told('BTC', 1, 1));
    expect(announced([balances.applyChange({ asset: 'BTC', change: d(1), updateTimeMs: 2 })])).toEqual(['BTC 2/2']);
  });
});

describe('a refresh', () => {
  it('announces only what changed, and removes what is not listed', () => {
    const balances = loaded(row('BTC', 1), row('ETH', 2), row('DUST', 0));
    const events = balances.completeRefresh(balances.beginRefresh(2_000), [row('BTC', 1), row('USDT', 7)], 2_010);
    expect(announced(events)).toEqual(['USDT 7/7', 'ETH 0/0']);
    expect(events.every((event) => event.eventTimeMs === 2_010)).toBe(true);
    expect(shown(balances)).toEqual({ BTC: '1/1', USDT: '7/7' });
    expect(balances.get('ETH')).toBeUndefined();
  });

  it('keeps what the stream has told since it was started, listed or not', () => {
    const balances = loaded(row('BTC', 1), row('ETH', 2));
    const refresh = balances.beginRefresh(2_000);
    balances.applyAbsolute(told('BTC', 3, 2_001));
    balances.applyAbsolute(told('NEW', 4, 2_001));
    balances.applyChange({ asset: 'ETH', change: d(1), updateTimeMs: 2_001 });
    expect(announced(balances.completeRefresh(refresh, [row('BTC', 1), row('ETH', 2), row('USDT', 9)], 2_010))).toEqual(['USDT 9/9']);
    expect(shown(balances)).toEqual({ BTC: '3/3', ETH: '3/3', NEW: '4/4', USDT: '9/9' });
  });

  it('counts against what the stream told before it was started', () => {
    const balances = loaded();
    balances.applyAbsolute(told('BTC', 3, 2_001));
    balances.completeRefresh(balances.beginRefresh(2_000), [row('BTC', 5)], 2_010);
    expect(shown(balances)).toEqual({ BTC: '5/5' });
  });

  it('that was overtaken by a later one is ignored', () => {
    const balances = loaded();
    const slow = balances.beginRefresh(2_000);
    const quick = balances.beginRefresh(2_001);
    balances.completeRefresh(quick, [row('BTC', 2)], 2_005);
    expect(balances.completeRefresh(slow, [row('BTC', 1)], 2_010)).toEqual([]);
    expect(shown(balances)).toEqual({ BTC: '2/2' });
  });

  it('does not let an older message bring a removed asset back', () => {
    const balances = loaded();
    balances.applyAbsolute(told('BTC', 3, 1_005));
    balances.completeRefresh(balances.beginRefresh(2_000), [], 2_010);
    expect(balances.applyAbsolute(told('BTC', 1, 1_004))).toBeUndefined();
    expect(shown(balances)).toEqual({});
    expect(announced([balances.applyAbsolute(told('BTC', 1, 2_020))])).toEqual(['BTC 1/1']);
  });
});

describe('up to when a balance is known', () => {
  it('is nothing before the first word, and the later of its newest message and the last query', () => {
    const balances = new AccountBalances();
    expect(balances.knownUntilMs('BTC')).toBeUndefined();
    balances.applyAbsolute(told('BTC', 1, 1_500));
    expect(balances.knownUntilMs('BTC')).toBe(1_500);
    balances.completeRefresh(balances.beginRefresh(1_400), [row('BTC', 1)], 1_450);
    expect(balances.knownUntilMs('BTC')).toBe(1_500);
    expect(balances.knownUntilMs('ETH')).toBe(1_400);
    balances.completeRefresh(balances.beginRefresh(1_600), [row('BTC', 1)], 1_650);
    expect(balances.knownUntilMs('BTC')).toBe(1_600);
  });
});

describe('any interleaving of stream and refreshes', () => {
  /** What happens at the venue and here: a change of the balance, the stream's messages arriving, a query asked and answered. */
  const action = fc.constantFrom('change', 'deliver', 'ask', 'answer');

  it("ends at the venue's balances once every message and a last refresh have arrived, announcing exactly the changes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(action, fc.nat(2), fc.nat(5)), { maxLength: 60 }), (actions) => {
        const assets = ['A', '__proto__', 'C'];
        const venue = new Map<string, number>();
        const balances = new AccountBalances();
        const seen = new Map<string, string>();
        const messages: ReturnType<typeof told>[] = [];
        const queries: { refresh: ReturnType<AccountBalances['beginRefresh']>; rows: BalanceSnapshotRow[] }[] = [];
        let nowMs = 0;
        const hear = (events: readonly (BalanceUpdatedEvent | undefined)[]): void => {
          for (const event of events) {
            if (event === undefined) continue;
            expect(seen.get(event.asset) ?? '0').not.toBe(event.total.toString());
            seen.set(event.asset, event.total.toString());
          }
        };
        const ask = (): void => {
          const rows = Array.from(venue).flatMap(([asset, total]) => (total === 0 ? [] : [row(asset, total)]));
          queries.push({ refresh: balances.beginRefresh(nowMs), rows });
        };
        const answer = (): void => {
          const query = queries.shift();
          if (query !== undefined) hear(balances.completeRefresh(query.refresh, query.rows, nowMs));
        };
        const deliver = (): void => {
          const message = messages.shift();
          if (message !== undefined) hear([balances.applyAbsolute(message)]);
        };
        for (const [kind, index, amount] of actions) {
          nowMs += 1;
          const asset = assets[index] ?? 'A';
          if (kind === 'change') {
            venue.set(asset, amount);
            messages.push(told(asset, amount, nowMs));
          } else if (kind === 'deliver') deliver();
          else if (kind === 'ask') ask();
          else answer();
        }
        while (messages.length > 0) deliver();
        while (queries.length > 0) answer();
        ask();
        answer();
        for (const asset of assets) {
          const total = String(venue.get(asset) ?? 0);
          expect(balances.get(asset)?.total.toString() ?? '0').toBe(total);
          expect(seen.get(asset) ?? '0').toBe(total);
        }
      }),
      { numRuns: 300 },
    );
  });
});
