import { fileURLToPath } from 'node:url';
import type { WitnessRule } from '../recording/witness-verdict.ts';
import { askWitness } from './ask-worker.ts';
import { filesIn } from './files-in.ts';
import type { CheckFinding, CheckReport } from './suite-report.ts';
import type { WitnessOutcome } from './witness-task.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Where a package keeps recordings of its venue. */
export const RECORDINGS_FOLDER = 'test/recordings/';

/** What a recording said, by its file; relative to the package. */
export interface HeardWitness {
  readonly file: string;
  readonly outcome: WitnessOutcome;
}

/** Replays each recording of a package on connector and dialect. @param needsPrivate whether one must show traffic of an account. */
export async function checkWitnesses(
  pool: WorkerPool,
  packageRoot: URL,
  { needsPrivate, ...rule }: WitnessRule & { readonly needsPrivate: boolean },
): Promise<CheckReport> {
  const { href } = packageRoot;
  const folder = new URL(RECORDINGS_FOLDER, href.endsWith('/') ? href : `${href}/`);
  const heard = filesIn(folder, '.jsonl').map(async (name): Promise<HeardWitness> => {
    const outcome = await askWitness(pool, fileURLToPath(new URL(encodeURIComponent(name), folder)), rule);
    return { file: `${RECORDINGS_FOLDER}${name}`, outcome };
  });
  return judgeWitnesses(await Promise.all(heard), { maximumAgeDays: rule.maximumAgeDays, needsPrivate });
}

/**
 * Passes when a recording counts, one of those shows an account where that is needed, and no recording disagrees, be it one that counts or not.
 */
export function judgeWitnesses(
  heard: readonly HeardWitness[],
  { maximumAgeDays, needsPrivate }: Pick<WitnessRule, 'maximumAgeDays'> & { readonly needsPrivate: boolean },
): CheckReport {
  const rule = `a recording of the real venue counts for ${maximumAgeDays} days`;
  if (heard.length === 0) {
    const how = '`venuekit-conformance record` says how to make one';
    return { state: 'absent', findings: [], notes: [`there is no recording in ${RECORDINGS_FOLDER}; ${how}`, rule] };
  }
  const counting = heard.filter(({ outcome }) => outcome.verdict.counts);
  const findings = [
    ...heard.flatMap(findingsOf),
    ...(counting.length === 0 ? [noneCounts(heard)] : []),
    ...(counting.length > 0 && needsPrivate && !counting.some(({ outcome }) => outcome.isPrivate) ? [NOTHING_PRIVATE] : []),
  ];
  return { state: findings.length === 0 ? 'pass' : 'fail', findings, notes: [rule, ...heard.map(noteOf)] };
}

const NOTHING_PRIVATE: CheckFinding = {
  where: RECORDINGS_FOLDER,
  problem: 'no recording that counts shows traffic of an account',
  advice: 'Record with keys, while orders are placed, filled and canceled',
};

function noneCounts(heard: readonly HeardWitness[]): CheckFinding {
  const reasons = heard.map(({ file, outcome: { verdict } }) => `${file}: ${verdict.counts ? '' : verdict.reason}`);
  return {
    where: RECORDINGS_FOLDER,
    problem: `no recording counts for tier 4 (${reasons.join('; ')})`,
    advice: 'Record the real venue: `venuekit-conformance record` says how',
  };
}

function findingsOf({ file, outcome }: HeardWitness): readonly CheckFinding[] {
  const { unreadable, connector, dialect, uncovered } = outcome;
  if (unreadable !== undefined) return [{ where: file, problem: unreadable, advice: 'Make it anew, or delete it' }];
  return [
    ...connector.map((problem) => ({
      where: file,
      problem: `the connector does not agree: ${problem}`,
      advice: 'Correct the connector; where the recording lacks something, make it anew',
    })),
    ...dialect.map((problem) => ({ where: file, problem: `the dialect does not agree: ${problem}`, advice: 'Correct the dialect' })),
    ...uncovered.map((name) => ({
      where: file,
      problem: `the dialect never shows what the venue does: ${name}`,
      advice: 'Let the dialect speak it too',
    })),
  ];
}

function noteOf({ file, outcome: { verdict, about, connector, dialect, uncovered, compared } }: HeardWitness): string {
  const counts = verdict.counts ? 'counts' : `does not count: ${verdict.reason}`;
  const agreement = `connector: ${connector.length} disagreements; dialect: ${compared} kinds compared, ${dialect.length + uncovered.length} disagreements`;
  return about === '' ? `${file} ${counts}` : `${file} (${about}) ${counts}; ${agreement}`;
}
