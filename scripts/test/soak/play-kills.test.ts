import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { randomDeaths } from '../../../packages/binance/test/kill/random-deaths.ts';
import type { KillRun } from '../../../packages/binance/test/kill/run-kills.ts';
import { playKills } from '../../soak/play-kills.ts';

const REPORT = { lives: 13, orders: 40, fills: 9, events: 88, repetitions: 4 };

it('kills a real program at the moments of the seed, and tells that nothing was lost', async ({ signal }) => {
  const lines: string[] = [];
  expect(await playKills({ seed: 4, kills: 1, write: (text) => lines.push(text), signal })).toBe(true);
  expect(lines[0]).toBe('killed 1 of 1 times\n');
  expect(lines[1]).toMatch(/^seed 4 holds: 2 lives, \d+ orders, \d+ fills, \d+ events, \d+ of them told again after a restart\n$/);
}, 60_000);

it('tells of its progress, and leaves no store behind', async () => {
  const lines: string[] = [];
  const asked: KillRun[] = [];
  const isWhole = await playKills({
    seed: 7,
    kills: 12,
    write: (text) => lines.push(text),
    run: async (run) => {
      asked.push(run);
      for (const [index, death] of run.deaths.entries()) run.onLife?.(index + 1, death);
      run.onLife?.(run.deaths.length + 1, undefined);
      return REPORT;
    },
  });
  expect(isWhole).toBe(true);
  expect(asked[0]?.deaths).toEqual(randomDeaths(7, 12));
  expect(existsSync(asked[0]?.directory ?? '/')).toBe(false);
  expect(lines).toEqual([
    'killed 10 of 12 times\n',
    'killed 12 of 12 times\n',
    'seed 7 holds: 13 lives, 40 orders, 9 fills, 88 events, 4 of them told again after a restart\n',
  ]);
});

it('tells of a failure with its life, its cause and how to see it again', async () => {
  const lines: string[] = [];
  const isWhole = await playKills({
    seed: 7,
    kills: 200,
    write: (text) => lines.push(text),
    run: () => Promise.reject(new Error('seed 7, life 3', { cause: new Error('the order a was placed twice') })),
  });
  expect(isWhole).toBe(false);
  expect(lines).toEqual(['seed 7, life 3\n  the order a was placed twice\nagain: npm run soak -- --kill 200 --seed 7\n']);
});
