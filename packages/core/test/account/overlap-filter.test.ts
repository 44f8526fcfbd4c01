import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { OverlapFilter } from '../../src/account/overlap-filter.ts';

it('lets of each event through as many as the connection that has more of it has told, in any interleaving', () => {
  const event = fc.record({ connection: fc.constantFrom(1, 2), identity: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const filter = new OverlapFilter(1_000);
      const told = new Map<string, number>();
      for (const { connection, identity } of events) {
        if (filter.admits(connection, identity)) told.set(identity, (told.get(identity) ?? 0) + 1);
      }
      const count = (of: number, identity: string): number =>
        events.filter((known) => known.connection === of && known.identity === identity).length;
      for (const identity of ['a', 'b', 'c']) expect(told.get(identity) ?? 0).toBe(Math.max(count(1, identity), count(2, identity)));
    }),
  );
});

it('remembers no more than its limit, the newest', () => {
  const filter = new OverlapFilter(2);
  for (const identity of ['a', 'b', 'c']) expect(filter.admits(1, identity)).toBe(true);
  expect([filter.admits(2, 'a'), filter.admits(2, 'b'), filter.admits(2, 'c')]).toEqual([true, false, false]);
});
