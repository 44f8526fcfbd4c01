import { ALL_CARDS } from '../cards/all-cards.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { askMutant } from './ask-worker.ts';
import type { SuiteProgress } from './run-suite.ts';
import type { CardReport, KillRow } from './suite-report.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Runs every mutant under each of its killers among these cards. A killer that is not green without it is not run. */
export async function killRows(
  pool: WorkerPool,
  cards: readonly CardReport[],
  seed: number,
  onProgress: (progress: SuiteProgress) => void,
): Promise<readonly KillRow[]> {
  const reports = new Map<string, CardReport>(cards.map((report) => [report.card.id, report]));
  const pairs = ALL_MUTANTS.flatMap((mutant) =>
    ALL_CARDS.flatMap((card) => {
      const report = mutant.killers.includes(card.id) ? reports.get(card.id) : undefined;
      return report === undefined ? [] : [{ mutant, card, report }];
    }),
  );
  let done = 0;
  const run = async ({ mutant, card, report }: (typeof pairs)[number]): Promise<KillRow> => {
    const row = await rowOf(report, () => askMutant(pool, mutant, card, seed), mutant);
    done += 1;
    onProgress({ kind: 'mutant', row, done, total: pairs.length });
    return row;
  };
  return Promise.all(pairs.map(run));
}

async function rowOf(
  { card, verdict }: CardReport,
  ask: () => Promise<KillRow>,
  { id, title, evidence }: Pick<KillRow, 'title' | 'evidence'> & { readonly id: string },
): Promise<KillRow> {
  if (verdict === 'pass') return ask();
  const isAbsent = verdict === 'not-applicable';
  return { mutant: id, title, evidence, card: card.id, verdict: isAbsent ? 'not-applicable' : 'not-green', message: '' };
}
