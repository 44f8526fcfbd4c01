import { describe, expect, it } from 'vitest';
import { runSuite, type SuiteOptions } from '../../src/run/run-suite.ts';
import type { SuiteReport } from '../../src/run/suite-report.ts';

/** Long enough for a card on a machine that is busy, short enough for a test. */
const WATCHDOG_MS = 3_000;

function run(exportName: string, more: Partial<SuiteOptions> = {}): Promise<SuiteReport> {
  return runSuite({
    subject: new URL('broken-subjects.ts', import.meta.url),
    exportName,
    selection: { cards: ['RULES-01', 'ORDER-01', 'ORDER-02', 'BOOK-01'] },
    watchdogMs: WATCHDOG_MS,
    workers: 1,
    overSockets: false,
    mutants: false,
    ...more,
  });
}

function shown({ cards }: SuiteReport): readonly (readonly [string, string, string | undefined, string])[] {
  return cards.map(({ card, verdict, outcome, why }) => [card.id, verdict, outcome?.failure?.blame, why]);
}

describe('a busy loop', () => {
  it('in a member is ended, named, and followed by the other cards', async () => {
    const report = await run('busyMember', { selection: { cards: ['RULES-01', 'ORDER-01', 'BOOK-01'] } });
    expect(shown(report)).toEqual([
      ['RULES-01', 'pass', undefined, ''],
      ['BOOK-01', 'pass', undefined, ''],
      ['ORDER-01', 'fail', 'connector', `nothing came for ${WATCHDOG_MS} ms: placeOrder does not return`],
    ]);
  });

  it('after a wait names the members that were at work', async () => {
    const report = await run('busyAfterWait', { selection: { cards: ['ORDER-01'] } });
    expect(shown(report)[0]?.[3]).toMatch(/in no member and in no function of the dialect; these members were at work: placeOrder$/);
  });

  it('in a dialect is named as the fault of the dialect', async () => {
    const report = await run('busyDialect', { selection: { cards: ['RULES-01', 'ORDER-01'] } });
    expect(shown(report)).toEqual([
      ['RULES-01', 'pass', undefined, ''],
      ['ORDER-01', 'fail', 'dialect', `nothing came for ${WATCHDOG_MS} ms: the dialect's encodeReply does not return`],
    ]);
  });
});

describe('what goes wrong beside a card', () => {
  it('fails the card in which nobody caught a rejection, and no other', async () => {
    const report = await run('carelessMember');
    expect(shown(report).map(([id, verdict]) => [id, verdict])).toEqual([
      ['RULES-01', 'pass'],
      ['BOOK-01', 'pass'],
      ['ORDER-01', 'fail'],
      ['ORDER-02', 'fail'],
    ]);
    expect(shown(report)[2]?.[3]).toBe('nobody caught Error: nobody waits for this');
  });

  it.each([
    ['tickingMember', /^it has left timers of the process behind/],
    ['patchingMember', /^it has changed Array\.prototype\.map, which all code of the process shares; /],
  ])('fails the card that spoils its thread for all others, and no other: %s', async (subject, message) => {
    const report = await run(subject, { selection: { cards: ['ORDER-01', 'CANCEL-01', 'RULES-02', 'BALANCE-01'] } });
    expect(shown(report).map(([id, verdict]) => [id, verdict])).toEqual([
      ['RULES-02', 'pass'],
      ['ORDER-01', 'fail'],
      ['CANCEL-01', 'fail'],
      ['BALANCE-01', 'pass'],
    ]);
    expect(shown(report)[1]?.[3]).toMatch(message);
  });

  it('is told where a card fails only after others, because something is kept from one to the next', async () => {
    const report = await run('rememberingMember', { selection: { cards: ['RULES-01', 'BALANCE-01'] } });
    expect(shown(report).map(([id, verdict, , why]) => [id, verdict, why.includes('alone in a new thread it passes')])).toEqual([
      ['RULES-01', 'pass', false],
      ['BALANCE-01', 'fail', true],
    ]);
  });

  it('goes on in another thread when a card ends its own', async () => {
    const report = await run('exitingMember', { selection: { cards: ['ORDER-01', 'BOOK-01'] } });
    expect(shown(report)).toEqual([
      ['BOOK-01', 'pass', undefined, ''],
      ['ORDER-01', 'fail', 'connector', 'its thread ended with code 3'],
    ]);
  });
});

describe('a connector that is still to be written', () => {
  it('reaches tier 0 and crashes nothing', async () => {
    const report = await run('unwritten', { selection: {}, mutants: true });
    expect(report).toMatchObject({ tier: 0, verdict: 'fail', kills: { killed: 0, applicable: 0 } });
    expect(report.cards.some(({ verdict }) => verdict === 'pass')).toBe(false);
    expect(report.cards.find(({ card }) => card.id === 'ORDER-01')?.outcome?.failure?.blame).toBe('connector');
  });

  it('is told that it must be there at once', async () => {
    const report = await run('promisedDefinition', { selection: { cards: ['BALANCE-01'] } });
    expect(shown(report)).toEqual([['BALANCE-01', 'fail', 'connector', report.subject.problem]]);
    expect(report.subject.problem).toMatch(/definition \(define of the subject\): is a promise; define must not be async/);
  });

  it('is told when it cannot even be made', async () => {
    const report = await run('unmade');
    expect(report.subject.problem).toBe('Error: no connector today');
    expect(new Set(shown(report).map(([, verdict, , why]) => `${verdict}: ${why}`))).toEqual(new Set(['fail: Error: no connector today']));
  });
});

describe('what a subject says and does', () => {
  it('fails when something works that is not declared', async () => {
    const { cards, probes, problems } = await run('modest', { selection: { families: ['ORDER'] } });
    expect(probes).toContainEqual({
      need: 'time-in-force:IOC',
      finding: { state: 'works', how: 'places an order with IOC' },
    });
    expect(problems).toContain('not declared, but it works: time-in-force:IOC');
    const failed = cards.filter(({ verdict }) => verdict === 'fail');
    expect(failed.every(({ why }) => why.startsWith('time-in-force:IOC is not declared'))).toBe(true);
    expect(failed).not.toHaveLength(0);
  });

  it('shows cards that are left out and replaced, and runs none in their place', async () => {
    const { tampering, verdict, cards } = await run('picky', { selection: { cards: ['ORDER-01', 'BOOK-01'] } });
    expect(tampering).toMatchObject({ overridden: ['ORDER-01'], added: [] });
    expect(tampering.removed).toContain('BOOK-01');
    expect(verdict).toBe('fail');
    expect(cards.map(({ outcome }) => outcome)).toEqual([null, null]);
  });

  it('passes with a baselined card, which is shown as such', async () => {
    const { verdict, cards } = await run('forgiven', { selection: { cards: ['ORDER-01', 'BOOK-01'] } });
    expect(verdict).toBe('pass');
    expect(cards.map((report) => [report.card.id, report.verdict])).toEqual([
      ['BOOK-01', 'pass'],
      ['ORDER-01', 'baselined'],
    ]);
    expect(cards[1]?.why).toMatch(
      /^baselined on 2026-11-20 until 2999-12-31, because orders are not written yet: .*members at work: placeOrder/,
    );
  });

  it('is refused when it cannot be asked what it declares', async () => {
    await expect(run('busyDefine')).rejects.toThrow(
      /broken-subjects\.ts: it cannot be asked what it declares: .*subject\.define does not return/,
    );
    await expect(run('futuristic')).rejects.toThrow(
      /broken-subjects\.ts: requirements: there is no requirement set 2030-01-01, only 2026-11-20/,
    );
  });

  it('is refused, by field and file, when it is no subject', async () => {
    await expect(run('badlyNamed')).rejects.toThrow(/broken-subjects\.ts: name must be the package's name, not ""/);
    await expect(run('nobody')).rejects.toThrow(/broken-subjects\.ts: the default export must be a subject, not undefined/);
  });
});
