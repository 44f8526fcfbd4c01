import type { SuiteReport } from '../run/suite-report.ts';

/** How many cards passed and how many mutants were killed, in a sentence. */
export function tierLine({ cards, kills }: Pick<SuiteReport, 'cards' | 'kills'>): string {
  const passed = cards.filter(({ verdict }) => verdict === 'pass').length;
  const applicable = cards.filter(({ verdict }) => verdict !== 'not-applicable').length;
  const mutants = kills === null ? '' : `, ${kills.killed} of ${kills.applicable} mutants killed (${kills.score} %)`;
  return `${passed} of ${applicable} cards passed${mutants}.`;
}
