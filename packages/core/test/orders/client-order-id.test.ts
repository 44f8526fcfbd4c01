import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { ClientOrderIdGenerator } from '../../src/orders/client-order-id.ts';

function generator(
  options: { prefix?: string; maximumLength?: number; wallMs?: () => number; seed?: string } = {},
): ClientOrderIdGenerator {
  return new ClientOrderIdGenerator({
    prefix: options.prefix ?? 'x-VK',
    maximumLength: options.maximumLength,
    clock: { wallMs: options.wallMs ?? ((): number => 1_767_225_600_000) },
    random: { hex: (length) => (options.seed ?? '0123456789abcdef').slice(0, 2 * length) },
  });
}

describe('client order ids', () => {
  it('hold prefix, side, the letters of the market and a unique part', () => {
    const id = generator().next('buy', 'BTC-USDT');
    expect(id).toMatch(/^x-VKBBCUT[0-9a-z]{10}01234567$/);
    expect(generator().next('sell', 'ETH-USDC')).toMatch(/^x-VKSEHUC/);
  });

  it('increase strictly, also when the clock stands still or goes back', () => {
    let wallMs = 1_767_225_600_000;
    const ids = generator({ wallMs: () => wallMs });
    const made: string[] = [];
    for (let count = 0; count < 2_000; count += 1) {
      if (count % 100 === 99) wallMs -= 50_000;
      else if (count % 7 === 0) wallMs += 1;
      made.push(ids.next('buy', 'BTC-USDT'));
    }
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('of two runs with the same clock differ', () => {
    expect(generator({ seed: 'aaaaaaaa' }).next('buy', 'BTC-USDT')).not.toBe(generator({ seed: 'bbbbbbbb' }).next('buy', 'BTC-USDT'));
  });

  it.each([36, 32, 24, 20, 19])('keep to a maximum length of %i and stay unique', (maximumLength) => {
    const ids = generator({ maximumLength });
    const made = [ids.next('buy', 'BTC-USDT'), ids.next('buy', 'BTC-USDT')];
    for (const id of made) expect(id.length).toBeLessThanOrEqual(maximumLength);
    expect(made[0]).not.toBe(made[1]);
  });

  it('hold only allowed characters, whatever the assets are called', () => {
    const ids = generator();
    expect(ids.next('buy', '1000$ÄX-€')).toMatch(/^[\w-]+$/);
    expect(ids.next('buy', 'A-B')).toMatch(/^x-VKBAB/);
  });

  it('refuse a prefix with other characters, or one that leaves no room', () => {
    expect(() => generator({ prefix: 'a b' })).toThrow(ConfigurationError);
    expect(() => generator({ maximumLength: 18 })).toThrow('is 18, but the ids need 19 characters');
  });
});
