import type { SuiteReport } from '../run/suite-report.ts';

/** A form in which a report is written to a file. */
export interface ReportFormat {
  /** For the help. */
  readonly summary: string;
  readonly render: (report: SuiteReport) => string;
}

/** Every form by the name of its option. */
export const REPORT_FORMATS: ReadonlyMap<string, ReportFormat> = new Map([
  ['json', { summary: 'writes the whole report as JSON', render: (report: SuiteReport) => `${JSON.stringify(report, undefined, 2)}\n` }],
]);
