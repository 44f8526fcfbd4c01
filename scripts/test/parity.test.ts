import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const TABLE = 'docs/conformance/hummingbot-parity.md';
const VERDICT = /^(equal|(better|different|not yet): .+)$/u;
const TEST_NAME = /^(core|binance|venue)\/([a-z0-9./-]+) › (.+)$/u;
const SEPARATOR = '§cell§';

interface ParityRow {
  readonly id: string;
  readonly fact: string;
  readonly verdict: string;
  readonly tests: readonly string[];
}

function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
}

function readRows(text: string): ParityRow[] {
  return text.split('\n').flatMap((line): ParityRow[] => {
    if (!line.startsWith('|')) return [];
    const cells = line
      .replaceAll(String.raw`\|`, SEPARATOR)
      .split('|')
      .slice(1, -1);
    const [id = '', fact = '', verdict = '', tests = ''] = cells.map((cell) => cell.replaceAll(SEPARATOR, '|').trim());
    if (id === 'id' || /^-+$/u.test(id)) return [];
    return [{ id, fact, verdict, tests: tests === '—' ? [] : tests.split('<br>') }];
  });
}

/** What is wrong with a test's name; undefined when the test is there. */
function missing(name: string): string | undefined {
  const [, project, file, title] = TEST_NAME.exec(name) ?? [];
  if (project === undefined || file === undefined || title === undefined) return `${name}: is no name of a test`;
  const path = `packages/${project}/test/${file}.test.ts`;
  if (!existsSync(fileURLToPath(new URL(path, root)))) return `${name}: there is no ${path}`;
  return textOf(path)
    .replaceAll(String.raw`\'`, "'")
    .includes(title)
    ? undefined
    : `${name}: ${path} holds no such title`;
}

const rows = readRows(textOf(TABLE));

describe('the parity table', () => {
  it('has a verdict in each row', () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(rows.filter(({ verdict }) => !VERDICT.test(verdict))).toEqual([]);
  });

  it('names a test for everything that is there, and none for what is not', () => {
    const unheld = rows.filter(({ verdict, tests }) => (tests.length === 0) !== verdict.startsWith('not yet'));
    expect(unheld).toEqual([]);
  });

  it('names only tests that exist', () => {
    const problems = rows.flatMap(({ id, tests }) => tests.flatMap((name) => missing(name) ?? []).map((problem) => `${id} ${problem}`));
    expect(problems).toEqual([]);
  });

  it('has each row once', () => {
    const ids = rows.map(({ id, fact }) => (id === 'trap' ? fact : id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has every defect by its number', () => {
    const ids = new Set(rows.map(({ id }) => id));
    const numbers = Array.from({ length: 38 }, (_, index) => `D-${index + 1}`);
    expect([...numbers, 'D-22b'].filter((id) => !ids.has(id))).toEqual([]);
  });

  it('holds each defect that is not of perpetuals by a test of its own number', () => {
    const ofPerpetuals = new Set(['D-30', 'D-31', 'D-34', 'D-37', 'D-38']);
    const unheld = rows.filter(({ id, tests }) => {
      const number = /^D-(\d+)(b?)$/u.exec(id);
      if (number === null || ofPerpetuals.has(id)) return false;
      const file = `/defects/d-${(number[1] ?? '').padStart(2, '0')}${number[2] ?? ''}-`;
      return !tests.some((name) => name.includes(file));
    });
    expect(unheld).toEqual([]);
  });
});

describe('the check of the table', () => {
  it.each([
    ['core/web/time-synchronizer › T1: without a sample', undefined],
    ['core/web/time-synchronizer › no such title at all', 'holds no such title'],
    ['core/web/no-such-file › T1', 'there is no'],
    ['time-synchronizer', 'is no name of a test'],
  ])('judges %s', (name, problem) => {
    expect(missing(name) ?? '').toContain(problem ?? '');
    expect(missing(name) === undefined).toBe(problem === undefined);
  });

  it('reads a cell that holds a bar', () => {
    const text = String.raw`| 1-01 | a \| b | equal | core/x › y<br>core/x › z |`;
    expect(readRows(text)).toEqual([{ id: '1-01', fact: 'a | b', verdict: 'equal', tests: ['core/x › y', 'core/x › z'] }]);
  });
});
