import { ALL_CARDS, runSuite, type Need } from '@venuekit/conformance';
import { expect, it } from 'vitest';

/** What this venue has and `undeclared-subject.ts` does not declare. */
const HIDDEN: readonly Need[] = [
  'amend',
  'cancel-replace',
  'test-order',
  'trailing',
  'iceberg',
  'self-trade-prevention',
  'quote-amount',
  'trades-since',
  'time-synchronization',
  'order-type:market',
  'order-type:stop-loss',
  'order-type:stop-loss-limit',
  'order-type:take-profit',
  'order-type:take-profit-limit',
  'order-list:oco',
  'order-list:oto',
  'order-list:otoco',
];

it('finds out what works although it is not declared', async () => {
  const asked = HIDDEN.filter((need) => ALL_CARDS.some(({ needs }) => needs?.includes(need)));
  const cards = asked.flatMap((need) => ALL_CARDS.find(({ needs }) => needs?.includes(need))?.id ?? []);
  const { probes, problems, verdict } = await runSuite({
    subject: new URL('undeclared-subject.ts', import.meta.url),
    selection: { cards },
    overSockets: false,
    mutants: false,
  });
  const found = new Map(probes.map(({ need, finding }) => [need, finding.state]));
  expect(asked.map((need) => [need, found.get(need)])).toEqual(asked.map((need) => [need, 'works']));
  expect(asked.length).toBeGreaterThan(10);
  expect(verdict).toBe('fail');
  expect(problems.join()).toContain('not declared, but it works');
}, 120_000);
