import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomDeaths } from '../../packages/binance/test/kill/random-deaths.ts';
import { runKills, type KillRun } from '../../packages/binance/test/kill/run-kills.ts';

/** Which program is killed how often, and who hears of it. */
export interface KillsAsked {
  readonly seed: number;
  readonly kills: number;
  readonly write: (text: string) => void;
  /** Ends the run. */
  readonly signal?: AbortSignal;
  /** Default: `runKills`, on a real venue with real processes. */
  readonly run?: typeof runKills;
}

/** Kills a trading program so many times, at moments that the seed decides. @returns whether it always knew what the venue knew. */
export async function playKills({ seed, kills, write, signal, run = runKills }: KillsAsked): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'venuekit-kill-'));
  const kill: KillRun = {
    seed,
    deaths: randomDeaths(seed, kills),
    directory,
    onLife: (life, death) => {
      if (death !== undefined && (life % 10 === 0 || life === kills)) write(`killed ${life} of ${kills} times\n`);
    },
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    const { lives, orders, fills, events, repetitions } = await run(kill);
    write(
      `seed ${seed} holds: ${lives} lives, ${orders} orders, ${fills} fills, ${events} events, ${repetitions} of them told again after a restart\n`,
    );
    return true;
  } catch (error) {
    write(`${failureLines(error).join('\n')}\nagain: npm run soak -- --kill ${kills} --seed ${seed}\n`);
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function failureLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...(error.cause === undefined ? [] : failureLines(error.cause).map((line) => `  ${line}`))];
}
