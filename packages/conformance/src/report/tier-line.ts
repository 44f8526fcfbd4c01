import type { SampleReport, SuiteReport } from '../run/suite-report.ts';

/** How many cards and samples passed and how many mutants were killed, in a sentence. */
export function tierLine({ cards, samples, kills }: Pick<SuiteReport, 'cards' | 'samples' | 'kills'>): string {
  const passed = cards.filter(({ verdict }) => verdict === 'pass').length;
  const applicable = cards.filter(({ verdict }) => verdict !== 'not-applicable').length;
  const mutants = kills === null ? '' : `, ${kills.killed} of ${kills.applicable} mutants killed (${kills.score} %)`;
  const read = samples === null || samples.length === 0 ? '' : `, ${samples.filter(isRead).length} of ${samples.length} samples read`;
  return `${passed} of ${applicable} cards passed${read}${mutants}.`;
}

function isRead({ verdict }: SampleReport): boolean {
  return verdict === 'pass';
}
