import { describe, expect, it } from 'vitest';
import { readSoakOptions, SOAK_HELP, UsageError } from '../../soak/options.ts';

describe('the options of the soak', () => {
  it('are one seed of thirty days unless said otherwise', () => {
    expect(readSoakOptions([])).toMatchObject({
      seed: 1,
      seeds: 1,
      hours: 720,
      profile: 'all',
      jsonFile: undefined,
      planFile: undefined,
      kills: undefined,
    });
  });

  it('are read as written', () => {
    const argv =
      '--seed 7 --seeds 3 --hours 24 --faults clock --makers 60 --shrink 5 --story 2 --json out.json --plan in.json --kill 200'.split(' ');
    expect(readSoakOptions(argv)).toEqual({
      seed: 7,
      seeds: 3,
      hours: 24,
      profile: 'clock',
      makersPerHour: 60,
      shrinkSeconds: 5,
      storyMinutes: 2,
      jsonFile: 'out.json',
      planFile: 'in.json',
      kills: 200,
    });
  });

  it('give way to help, which names each of them', () => {
    expect(readSoakOptions(['--help'])).toBeUndefined();
    for (const name of ['--seed ', '--seeds', '--hours', '--faults', '--makers', '--shrink', '--story', '--json', '--plan', '--kill'])
      expect(SOAK_HELP).toContain(name);
  });

  it.each([
    { argv: ['--seed', 'x'], problem: '--seed: "x" is not a whole number' },
    { argv: ['--hours', '1'], problem: '2 hours at least' },
    { argv: ['--seeds', '0'], problem: 'at least 1' },
    { argv: ['--kill', '0'], problem: '--kill: at least 1' },
    { argv: ['--faults', 'toString'], problem: 'is none of all, network' },
    { argv: ['--what'], problem: '--what' },
  ])('$argv are refused in one sentence', ({ argv, problem }) => {
    expect(() => readSoakOptions(argv)).toThrow(UsageError);
    expect(() => readSoakOptions(argv)).toThrow(problem);
  });
});
