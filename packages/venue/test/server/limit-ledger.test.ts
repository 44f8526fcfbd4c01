import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal, type VenueLimit } from '@venuekit/venue';
import { LimitLedger } from '../../src/server/limit-ledger.ts';

const LIMITS: readonly VenueLimit[] = [
  { name: 'weight', scope: 'address', limit: 10, intervalMs: 1_000 },
  { name: 'raw', scope: 'address', limit: 100, intervalMs: 5_000 },
  { name: 'orders', scope: 'account', limit: 2, intervalMs: 1_000 },
];

function refusalOf(work: () => void): Refusal | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe('the ledger of limits', () => {
  it('charges a request wholly or not at all', () => {
    const ledger = new LimitLedger(LIMITS, () => 500);
    ledger.charge([{ limit: 'orders', weight: 2 }], 'here', 'alice');
    const charges = [
      { limit: 'weight', weight: 3 },
      { limit: 'orders', weight: 1 },
    ];
    expect(refusalOf(() => ledger.charge(charges, 'here', 'alice'))).toMatchObject({ reason: 'too-many-orders', retryAfterMs: 500 });
    expect(ledger.usage('here', 'alice').map(({ used }) => used)).toEqual([0, 0, 2]);
    ledger.charge(charges, 'here', 'bob');
    expect(ledger.usage('here', 'bob').map(({ used }) => used)).toEqual([3, 0, 1]);
  });

  it('adds up two charges of one request to the same limit', () => {
    const ledger = new LimitLedger(LIMITS, () => 0);
    const charges = [
      { limit: 'weight', weight: 6 },
      { limit: 'weight', weight: 6 },
    ];
    expect(refusalOf(() => ledger.charge(charges, 'here', undefined))?.reason).toBe('rate-limited');
  });

  it('gives back within the window and never more than was used', () => {
    let nowMs = 0;
    const ledger = new LimitLedger(LIMITS, () => nowMs);
    ledger.charge([{ limit: 'weight', weight: 4 }], 'here', undefined);
    ledger.refund([{ limit: 'weight', weight: 1 }], 'here', undefined);
    expect(ledger.usage('here', undefined)[0]?.used).toBe(3);
    nowMs = 1_000;
    ledger.refund([{ limit: 'weight', weight: 1 }], 'here', undefined);
    expect(ledger.usage('here', undefined)[0]?.used).toBe(0);
  });

  it('throws what is no refusal for a limit that nobody declared, and for an account limit without an account', () => {
    const ledger = new LimitLedger(LIMITS, () => 0);
    expect(() => ledger.charge([{ limit: 'luck', weight: 1 }], 'here', undefined)).toThrow(RangeError);
    expect(() => ledger.charge([{ limit: 'orders', weight: 1 }], 'here', undefined)).toThrow(RangeError);
    expect(() => ledger.reconfigure('luck', { limit: 1 })).toThrow(RangeError);
  });

  it('never lets more through than the limit in any of its windows, whatever arrives', () => {
    const arrival = fc.record({
      afterMs: fc.integer({ min: 0, max: 700 }),
      weight: fc.integer({ min: 1, max: 6 }),
      address: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        let nowMs = 0;
        const ledger = new LimitLedger(LIMITS, () => nowMs, { toleratedOverruns: Infinity });
        const passed = new Map<string, number>();
        for (const { afterMs, weight, address } of arrivals) {
          nowMs += afterMs;
          const window = `${address} ${Math.floor(nowMs / 1_000)}`;
          const used = passed.get(window) ?? 0;
          const refusal = refusalOf(() => ledger.charge([{ limit: 'weight', weight }], address, undefined));
          expect(refusal === undefined).toBe(used + weight <= 10);
          if (refusal === undefined) passed.set(window, used + weight);
          const nextMs = refusal === undefined ? (Math.floor(nowMs / 1_000) + 1) * 1_000 : nowMs + (refusal.retryAfterMs ?? 0);
          expect(nextMs).toBe((Math.floor(nowMs / 1_000) + 1) * 1_000);
        }
      }),
    );
  });
});
