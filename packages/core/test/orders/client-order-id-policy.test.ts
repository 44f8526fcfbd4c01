import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { createClientOrderIds } from '../../src/orders/client-order-id-policy.ts';
import type { ClientOrderIdPolicy, ClientOrderIds } from '../../src/orders/client-order-id-policy.ts';

const NOW_MS = 1_767_225_600_000;

function idsOf(
  policy: ClientOrderIdPolicy | undefined,
  options: { prefix?: string; maximumLength?: number; wallMs?: () => number; hex?: string } = {},
): ClientOrderIds {
  return createClientOrderIds(policy, {
    prefix: options.prefix ?? '',
    maximumLength: options.maximumLength,
    clock: { wallMs: options.wallMs ?? ((): number => NOW_MS) },
    random: { hex: (length) => (options.hex ?? '5a'.repeat(20)).slice(0, 2 * length) },
  });
}

describe('numbers', () => {
  it.each([31, 32, 48, 52, 53, 63, 64])(
    'of %i bits stay below their bound, and increase strictly, also when the clock goes back',
    (bits) => {
      let wallMs = NOW_MS;
      const ids = idsOf({ form: 'numeric', bits }, { wallMs: () => wallMs });
      const made: bigint[] = [];
      for (let count = 0; count < 500; count += 1) {
        if (count % 50 === 49) wallMs -= 5_000;
        else if (count % 5 === 0) wallMs += 7;
        const id = ids.next('buy', 'BTC-USDT');
        expect(id).toMatch(/^[1-9]\d*$/);
        made.push(BigInt(id));
      }
      for (const [index, id] of made.entries()) {
        expect(id < 2n ** BigInt(bits)).toBe(true);
        expect(id > (made[index - 1] ?? 0n)).toBe(true);
      }
    },
  );

  it('of few bits do not repeat for a year', () => {
    let wallMs = NOW_MS;
    const ids = idsOf({ form: 'numeric', bits: 31 }, { wallMs: () => wallMs });
    const seen = new Set<string>();
    for (let day = 0; day < 365; day += 1) {
      for (let count = 0; count < 20; count += 1) seen.add(ids.next('buy', 'A-B'));
      wallMs += 86_400_000;
    }
    expect(seen.size).toBe(365 * 20);
  });

  it('of two runs with the same clock differ where there are bits for it', () => {
    const first = idsOf({ form: 'numeric', bits: 64 }, { hex: '0001' }).next('buy', 'A-B');
    expect(idsOf({ form: 'numeric', bits: 64 }, { hex: '0002' }).next('buy', 'A-B')).not.toBe(first);
  });

  it('are never 0', () => {
    const stepUs = Math.ceil(31_622_400_000_000 / 2 ** 31);
    const ids = idsOf({ form: 'numeric', bits: 31 }, { wallMs: () => (stepUs * 2 ** 31) / 1_000 });
    expect(ids.next('buy', 'A-B')).toBe('1');
  });

  it.each([
    { bits: 30, why: 'from 31 to 64 bits' },
    { bits: 65, why: 'from 31 to 64 bits' },
    { bits: 40.5, why: 'from 31 to 64 bits' },
  ])('of $bits bits are refused', ({ bits, why }) => {
    expect(() => idsOf({ form: 'numeric', bits })).toThrow(why);
  });

  it('that are longer than the venue takes, or would need a prefix, are refused', () => {
    expect(() => idsOf({ form: 'numeric', bits: 64 }, { maximumLength: 19 })).toThrow('need 20');
    expect(idsOf({ form: 'numeric', bits: 64 }, { maximumLength: 20 }).next('sell', 'A-B').length).toBeLessThanOrEqual(20);
    expect(() => idsOf({ form: 'numeric', bits: 64 }, { prefix: 'x-' })).toThrow(ConfigurationError);
  });
});

describe('UUIDs', () => {
  it('are of version 7: time, version, variant and random bits', () => {
    const id = idsOf({ form: 'uuid' }, { hex: 'abcdef0123456789abcd' }).next('buy', 'A-B');
    expect(id).toBe('019b76da-a800-7abc-9ef0-123456789abc');
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(NOW_MS);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('need 36 characters and no prefix', () => {
    expect(() => idsOf({ form: 'uuid' }, { maximumLength: 35 })).toThrow('needs 36');
    expect(() => idsOf({ form: 'uuid' }, { maximumLength: 36 })).not.toThrow();
    expect(() => idsOf({ form: 'uuid' }, { prefix: 'x' })).toThrow('UUIDs');
  });
});

describe('text and none', () => {
  it('are the usual ids; those that stay here need not fit the venue', () => {
    expect(idsOf(undefined, { prefix: 'x-' }).next('buy', 'BTC-USDT')).toMatch(/^x-BBCUT/);
    expect(idsOf({ form: 'text' }, { prefix: 'x-' }).next('buy', 'BTC-USDT')).toMatch(/^x-BBCUT/);
    expect(idsOf({ form: 'none' }, { prefix: 'x-', maximumLength: 3 }).next('sell', 'BTC-USDT')).toMatch(/^x-SBCUT/);
  });
});
