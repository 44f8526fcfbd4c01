import { describe, expect, it } from 'vitest';
import { terminalBoard } from '../../src/report/terminal-board.ts';
import { sampleReport } from './sample-report.ts';

describe('the board', () => {
  it('counts samples and names those that failed, each problem in a line', () => {
    const board = terminalBoard(sampleReport());
    expect(board).toMatch(/^ {2}samples +1 passed +1 failed$/m);
    expect(board).toMatch(/^ {2}fail test\/samples\/order\.json \(/m);
    expect(board).toMatch(/^ {6}more$/m);
    expect(board).not.toContain('book.json');
  });

  it('says nothing of samples where there are none', () => {
    for (const samples of [null, []]) expect(terminalBoard(sampleReport({ samples }))).not.toContain('sample');
  });

  it('says why a tier was not checked', () => {
    const tier = {
      tier: 4,
      name: 'witnessed',
      state: 'not-checked',
      heldBackBy: ['there is no recording'],
      passed: 0,
      failed: 0,
      notApplicable: 0,
      baselined: 0,
    } as const;
    const board = terminalBoard(sampleReport({ tiers: [tier] }));
    expect(board).toMatch(/^ {2}tier 4 witnessed not-checked: there is no recording$/m);
  });
});
