import type { SuiteReport } from '../run/suite-report.ts';
import { badgeReport } from './badge-report.ts';
import { htmlReport } from './html-report.ts';
import { junitReport } from './junit-report.ts';
import { markdownReport } from './markdown-report.ts';

/** A form in which a report is written to a file. */
export interface ReportFormat {
  /** For the help. */
  readonly summary: string;
  readonly render: (report: SuiteReport) => string;
}

/** Every form by the name of its option. */
export const REPORT_FORMATS: ReadonlyMap<string, ReportFormat> = new Map([
  ['json', { summary: 'writes the whole report as JSON', render: (report: SuiteReport) => `${JSON.stringify(report, undefined, 2)}\n` }],
  ['junit', { summary: 'writes JUnit XML, for CI', render: junitReport }],
  ['html', { summary: 'writes one HTML page with timelines of what failed', render: htmlReport }],
  ['markdown', { summary: 'writes Markdown, for a pull request', render: markdownReport }],
  ['badge', { summary: 'writes an SVG badge', render: badgeReport }],
]);
