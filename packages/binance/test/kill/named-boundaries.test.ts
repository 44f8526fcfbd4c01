import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { namedDeaths } from './kill-plan.ts';
import { runKills } from './run-kills.ts';

it('loses nothing, places nothing twice and tells everything when it is killed at each durable boundary', async ({ signal }) => {
  const directory = mkdtempSync(join(tmpdir(), 'venuekit-kill-'));
  try {
    const deaths = namedDeaths();
    const report = await runKills({ seed: 1, deaths, directory, signal });
    expect(report.lives).toBe(deaths.length + 1);
    expect(report.repetitions).toBeGreaterThan(0);
    expect(report.fills).toBeGreaterThan(10);
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 120_000);
