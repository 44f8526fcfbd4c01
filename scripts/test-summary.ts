/** What one project's vitest run says about itself, from its JSON report. */
export interface ProjectResult {
  readonly project: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Whether the report was written before this run began, so that nx has brought it back instead of running the tests. */
  readonly fromCache: boolean;
}

export interface Summary {
  readonly ok: boolean;
  /** Reasons for which the run fails although no test did, one line each. */
  readonly problems: readonly string[];
  /** The line that CI reads: `N passed, N failed`, with `, N skipped` where tests were skipped. */
  readonly line: string;
  readonly cached: readonly string[];
}

interface VitestReport {
  readonly startTime: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Reads a vitest JSON report. A file that failed before its first test counts as one failure: no test of it could say so. */
export function readReport(project: string, text: string, runStartedMs: number): ProjectResult {
  const report: VitestReport = JSON.parse(text);
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    project,
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
    fromCache: report.startTime < runStartedMs,
  };
}

/**
 * Adds the projects up. A project without a report or without an executed test, and a runner that failed without a failed test,
 * each make the run fail and count as one failure in the line.
 */
export function summarize(results: readonly ProjectResult[], missing: readonly string[], runnerStatus: number): Summary {
  const sum = (pick: (result: ProjectResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const passed = sum((result) => result.passed);
  const failedTests = sum((result) => result.failed);
  const skipped = sum((result) => result.skipped);

  const problems = missing.map((project) => `${project}: the run left no report`);
  const idle = results.filter((result) => result.passed + result.failed === 0);
  problems.push(...idle.map(({ project }) => `${project}: no test was executed`));
  if (results.length === 0 && problems.length === 0) problems.push('no test was executed');
  if (runnerStatus !== 0 && failedTests === 0 && problems.length === 0) {
    problems.push(`the runner ended with status ${runnerStatus} although no test failed`);
  }

  const failed = failedTests + problems.length;
  return {
    ok: failed === 0 && runnerStatus === 0,
    problems,
    line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    cached: results.filter((result) => result.fromCache).map((result) => result.project),
  };
}
