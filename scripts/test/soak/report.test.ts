import { expect, it } from 'vitest';
import { makePlan } from '../../../packages/binance/test/soak/make-plan.ts';
import { readPlan } from '../../../packages/binance/test/soak/read-plan.ts';
import type { SoakResult } from '../../../packages/binance/test/soak/run-soak.ts';
import type { SoakOptions } from '../../soak/options.ts';
import type { PlayedSeed } from '../../soak/play-seed.ts';
import { failureText, seedLine, soakJson, summaryText } from '../../soak/report.ts';

const OPTIONS: SoakOptions = {
  seed: 3,
  seeds: 1,
  hours: 24,
  profile: 'all',
  makersPerHour: 6,
  shrinkSeconds: 1,
  storyMinutes: 1,
  jsonFile: undefined,
  planFile: undefined,
  kills: undefined,
};
const HELD: SoakResult = {
  failure: undefined,
  traceHash: 'abcdef0123456789',
  virtualMs: 86_400_000,
  quietPoints: 12,
  orders: 1_234,
  fills: 56,
  faults: 7,
  crashes: 8,
};
const FAILURE = {
  law: 'fills differ',
  message: 'fills differ: one is missing',
  round: 1,
  atMs: 4_200_500,
  timeline: ['01:10:00.500  ours  | nothing'],
};
const PLAN = makePlan({ seed: 3, hours: 2 });
const FAILED: PlayedSeed = {
  seed: 3,
  wallMs: 500,
  result: { ...HELD, failure: FAILURE },
  shrunk: { plan: PLAN, runs: 9, failure: FAILURE },
};

it('tells of a run in one line', () => {
  expect(seedLine({ seed: 3, wallMs: 1_500, result: HELD, shrunk: undefined })).toBe(
    'seed 3 holds: 24 h in 1.5 s, 12 quiet points, 1,234 orders, 56 fills, 7 faults, 8 crashes, trace abcdef012345',
  );
  expect(failureText({ seed: 3, wallMs: 1, result: HELD, shrunk: undefined }, OPTIONS)).toBe('');
});

it('tells of a failure with seed, law, plan and story', () => {
  const text = failureText(FAILED, OPTIONS);
  expect(text).toContain('seed 3 broke a law after 01:10:00.500 (round 2): fills differ: one is missing');
  expect(text).toContain('npm run soak -- --seed 3 --hours 24 --faults all --makers 6');
  expect(text).toContain('smallest plan found in 9 runs: 80 steps in 1 rounds');
  expect(text).toContain('01:10:00.500  ours  | nothing');
});

it('says how fast it was, against the target', () => {
  const summary = summaryText([{ seed: 1, wallMs: 1_000, result: HELD, shrunk: undefined }, FAILED]);
  expect(summary).toContain('1 of 2 seeds hold; 32 virtual hours in a second');
  expect(summary).toContain('1,000 seeds of 24 h take 13 min');
});

it('writes a report from which the failing plan can be played again', () => {
  expect(readPlan(soakJson([FAILED], OPTIONS))).toEqual(JSON.parse(JSON.stringify(PLAN)));
});
