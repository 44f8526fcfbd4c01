import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomDeaths } from './random-deaths.ts';
import { runKills } from './run-kills.ts';

const KILLS = 25;

it('loses nothing, places nothing twice and tells everything when it is killed at 25 random moments', async ({ signal }) => {
  const directory = mkdtempSync(join(tmpdir(), 'venuekit-kill-'));
  try {
    const report = await runKills({ seed: 1, deaths: randomDeaths(1, KILLS), directory, signal });
    expect(report.lives).toBe(KILLS + 1);
    expect(report.fills).toBeGreaterThan(KILLS);
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 120_000);
