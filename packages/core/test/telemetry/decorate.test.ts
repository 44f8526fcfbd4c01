import { describe, expect, it } from 'vitest';
import { decorate } from '../../src/telemetry/decorate.ts';

interface Counter {
  readonly name: string;
  count: number;
  raise(by: number): number;
  optional?: () => string;
}

class PrivateCounter implements Counter {
  readonly name: string = 'private';
  readonly #counts: number[] = [];

  get count(): number {
    return this.#counts.length;
  }

  raise(by: number): number {
    for (let left = by; left > 0; left -= 1) this.#counts.push(left);
    return this.count;
  }
}

describe('a decorated object', () => {
  it('has the given members, and all others of the target, also private and inherited ones', () => {
    const target = new PrivateCounter();
    const decorated = decorate<Counter>(target, { raise: (by) => target.raise(by) * 100 });
    expect(decorated.raise(2)).toBe(200);
    expect(decorated.count).toBe(2);
    expect(decorated.name).toBe('private');
    const untouched = decorate<Counter>(target, { name: 'other' });
    expect(untouched.raise(1)).toBe(3);
    expect(untouched.name).toBe('other');
    expect('raise' in untouched).toBe(true);
    expect('optional' in untouched).toBe(false);
    expect(untouched.constructor).toBe(PrivateCounter);
  });

  it('shows what the target has become, also when the target is frozen or gets members later', () => {
    const target: Counter = { name: 'plain', count: 1, raise: (by) => by };
    const decorated = decorate(target, {});
    target.count = 5;
    target.optional = () => 'late';
    expect(decorated.count).toBe(5);
    expect(decorated.optional?.()).toBe('late');
    expect(decorate(Object.freeze(target), { name: 'other' }).name).toBe('other');
  });

  it('gives the same function each time, and can be spread and decorated again', () => {
    const target = new PrivateCounter();
    const once = decorate<Counter>(target, { name: 'once' });
    expect(Reflect.get(once, 'raise')).toBe(Reflect.get(once, 'raise'));
    const twice = decorate(once, { raise: (by) => once.raise(by) + 1_000 });
    expect(twice.raise(1)).toBe(1_001);
    expect(twice.name).toBe('once');
    const plain = decorate<Counter>({ name: 'plain', count: 1, raise: (by) => by }, { name: 'other' });
    expect({ ...plain }).toMatchObject({ name: 'other', count: 1 });
  });
});
