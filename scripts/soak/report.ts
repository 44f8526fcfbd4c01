import { clockText } from '../../packages/binance/test/soak/timeline.ts';
import { describeAction, stepCount } from '../../packages/binance/test/soak/soak-plan.ts';
import type { SoakOptions } from './options.ts';
import type { PlayedSeed } from './play-seed.ts';

const HOUR_MS = 3_600_000;
/** What the project wants to reach: this many seeds of this many hours within an hour. */
const TARGET = { seeds: 1_000, hours: 24 } as const;

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** One line for a run. */
export function seedLine({ seed, result, wallMs }: PlayedSeed): string {
  const { virtualMs, quietPoints, orders, fills, faults, crashes, traceHash, failure } = result;
  const verdict = failure === undefined ? 'holds' : 'FAILS';
  const speed = `${count(virtualMs / HOUR_MS)} h in ${(wallMs / 1_000).toFixed(1)} s`;
  const counts = `${quietPoints} quiet points, ${count(orders)} orders, ${count(fills)} fills, ${count(faults)} faults, ${crashes} crashes`;
  return `seed ${seed} ${verdict}: ${speed}, ${counts}, trace ${traceHash.slice(0, 12)}`;
}

/** Everything about a failure: the law, the smallest plan, the story. */
export function failureText({ seed, result, shrunk }: PlayedSeed, options: SoakOptions): string {
  const { failure } = result;
  if (failure === undefined) return '';
  const lines = [
    '',
    `seed ${seed} broke a law after ${clockText(failure.atMs)} (round ${failure.round + 1}): ${failure.message}`,
    `again: npm run soak -- --seed ${seed} --hours ${options.hours} --faults ${options.profile} --makers ${options.makersPerHour}`,
  ];
  if (shrunk !== undefined) {
    const { plan, runs } = shrunk;
    lines.push('', `smallest plan found in ${runs} runs: ${stepCount(plan)} steps in ${plan.rounds.length} rounds`);
    for (const [index, round] of plan.rounds.entries()) {
      for (const { atMs, action } of round.steps) lines.push(`  round ${index + 1} ${clockText(atMs)}  ${describeAction(action)}`);
    }
    lines.push('', `there: ${shrunk.failure.message}`, ...shrunk.failure.timeline.map((line) => `  ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

/** How many held, and how fast that was. */
export function summaryText(played: readonly PlayedSeed[]): string {
  const held = played.filter(({ result }) => result.failure === undefined).length;
  const wallMs = played.reduce((sum, run) => sum + run.wallMs, 0);
  const virtualMs = played.reduce((sum, run) => sum + run.result.virtualMs, 0);
  const perSecond = virtualMs / HOUR_MS / (wallMs / 1_000);
  const targetMinutes = (TARGET.seeds * TARGET.hours) / perSecond / 60;
  return (
    `${held} of ${played.length} seeds hold; ${count(perSecond)} virtual hours in a second, ` +
    `so ${count(TARGET.seeds)} seeds of ${TARGET.hours} h take ${targetMinutes.toFixed(0)} min in one process\n`
  );
}

/** For other programs: the results, and of each failure the plan to play again with `--plan`. */
export function soakJson(played: readonly PlayedSeed[], options: SoakOptions): string {
  const runs = played.map(({ seed, result, wallMs, shrunk }) => ({ seed, wallMs: Math.round(wallMs), ...result, plan: shrunk?.plan }));
  return `${JSON.stringify({ options, runs, plan: played.find(({ shrunk }) => shrunk !== undefined)?.shrunk?.plan }, undefined, 2)}\n`;
}
