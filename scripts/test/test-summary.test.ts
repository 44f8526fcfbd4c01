import { describe, expect, it } from 'vitest';
import { readReport, summarize, type ProjectResult } from '../test-summary.ts';

const runStartedMs = 1_000;

function report(overrides: object): string {
  return JSON.stringify({
    startTime: runStartedMs + 1,
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...overrides,
  });
}

function project(overrides: Partial<ProjectResult>): ProjectResult {
  return { project: 'packages/core', passed: 0, failed: 0, skipped: 0, fromCache: false, ...overrides };
}

describe('readReport', () => {
  it('takes the counts from the report', () => {
    const text = report({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
    expect(readReport('p', text, runStartedMs)).toEqual({ project: 'p', passed: 5, failed: 2, skipped: 2, fromCache: false });
  });

  it('counts a file that failed before its first test', () => {
    const text = report({ testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(readReport('p', text, runStartedMs).failed).toBe(1);
  });

  it('knows a report that is older than the run', () => {
    expect(readReport('p', report({ startTime: runStartedMs - 1 }), runStartedMs).fromCache).toBe(true);
  });
});

describe('summarize', () => {
  it('adds the projects up', () => {
    const summary = summarize([project({ passed: 3 }), project({ passed: 4 })], [], 0);
    expect(summary).toMatchObject({ ok: true, line: '7 passed, 0 failed', problems: [] });
  });

  it('names skipped tests only where there are some', () => {
    expect(summarize([project({ passed: 3, skipped: 1 })], [], 0).line).toBe('3 passed, 0 failed, 1 skipped');
  });

  it('fails when a test failed', () => {
    expect(summarize([project({ passed: 3, failed: 1 })], [], 1)).toMatchObject({ ok: false, line: '3 passed, 1 failed', problems: [] });
  });

  it('fails when no test was executed', () => {
    expect(summarize([project({ skipped: 2 })], [], 0)).toMatchObject({
      ok: false,
      line: '0 passed, 1 failed, 2 skipped',
      problems: ['packages/core: no test was executed'],
    });
    expect(summarize([], [], 0)).toMatchObject({ ok: false, line: '0 passed, 1 failed', problems: ['no test was executed'] });
  });

  it('fails when a project left no report', () => {
    expect(summarize([project({ passed: 3 })], ['packages/venue'], 0)).toMatchObject({
      ok: false,
      line: '3 passed, 1 failed',
      problems: ['packages/venue: the run left no report'],
    });
  });

  it('fails when the runner failed although every test passed', () => {
    expect(summarize([project({ passed: 3 })], [], 130)).toMatchObject({ ok: false, line: '3 passed, 1 failed' });
  });

  it('names the projects whose result was not made by this run', () => {
    const summary = summarize([project({ passed: 1, fromCache: true }), project({ project: 'scripts', passed: 1 })], [], 0);
    expect(summary.cached).toEqual(['packages/core']);
  });
});
