import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_CARDS } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { checklistMembers, memberNames } from '../card-coverage/checklist-members.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}/docs/from-hummingbot.md`, 'utf8');
const cards = new Set<string>(ALL_CARDS.map(({ id }) => id));
const members = new Set(checklistMembers().map(({ name }) => name));
/** What stands before the dot, and whose members stand after it. */
const OWNERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['dialect', memberNames('packages/venue/src/dialect/dialect.ts', 'Dialect')],
  ['world', memberNames('packages/venue/src/engine/world.ts', 'World')],
  ['capabilities', memberNames('packages/core/src/definition/capabilities.ts', 'Capabilities')],
  ['StreamPlan', memberNames('packages/core/src/network/stream-plan.ts', 'StreamPlan')],
  ['subject', memberNames('packages/conformance/src/subject/conformance-subject.ts', 'ConformanceSubject')],
]);

/** The rows of the table under a heading: the cells by the names of their columns. */
function rowsOf(heading: string): readonly ReadonlyMap<string, string>[] {
  const section = page.split(/^## /mu).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [head = [], , ...rows] = section.split('\n').flatMap((line) =>
    line.startsWith('|')
      ? [
          line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ]
      : [],
  );
  return rows.map((cells) => new Map(head.map((column, index) => [column, cells[index] ?? ''])));
}

/** What a text names that does not exist. */
function unknownNames(text: string): readonly string[] {
  const names = [...text.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
  const ids = [...text.matchAll(/\b[A-Z]{3,}-\d+\b/gu)].map(([id]) => id);
  return [...names.filter((name) => !isKnown(name)), ...ids.filter((id) => !cards.has(id))];
}

function isKnown(name: string): boolean {
  if (name.includes('/')) return existsSync(`${root}/packages/binance/${name}`);
  const [owner = '', member = ''] = name.split('.');
  return members.has(name) || OWNERS.get(owner)?.has(member) === true;
}

function namesOf(heading: string, column: string, list?: string): readonly string[] {
  return rowsOf(heading)
    .filter((row) => list === undefined || row.get(list) === 'yes')
    .map((row) => (row.get(column) ?? '').replaceAll('`', ''));
}

describe('docs/from-hummingbot.md', () => {
  const sections = ['Files', 'Methods', 'Hooks of the generic tests', 'Hooks for perpetuals', 'Tests per file'];

  it.each([
    ['Methods', 'method', '2.1', 29],
    ['Methods', 'method', 'today', 29],
    ['Hooks of the generic tests', 'hook', '2.1', 44],
    ['Hooks of the generic tests', 'hook', 'today', 51],
    ['Hooks for perpetuals', 'hook', undefined, 13],
    ['Tests per file', 'test', undefined, 33],
  ])('has every row of: %s, %s, %s', (heading, column, list, count) => {
    const names = namesOf(heading, column, list);
    expect(names).toHaveLength(count);
    expect(new Set(names).size).toBe(count);
  });

  it('has in each row a name of ours, or says why nothing is needed', () => {
    const unanswered = sections.flatMap(rowsOf).filter((row) => {
      const here = row.get('here') ?? '';
      return !/`[^`]+`|\b[A-Z]{3,}-\d+\b/u.test(here) && !/^(nothing|coming with the perpetuals): ./u.test(here);
    });
    expect(unanswered).toEqual([]);
  });

  it('names only members, functions, files and cards that exist', () => {
    const unknown = sections
      .flatMap(rowsOf)
      .flatMap((row) => [...unknownNames(row.get('here') ?? ''), ...unknownNames((row.get('note') ?? '').replaceAll(/`[a-z-]+`/gu, ''))]);
    expect(unknown).toEqual([]);
    const added = /^New here[^]*?\n\n/mu.exec(page)?.[0] ?? '';
    expect(added.match(/`/gu)).toHaveLength(24);
    expect(unknownNames(added)).toEqual([]);
  });

  it.each([
    ['`placeOrder` and ORDER-01', []],
    ['`placeOrdr` and ORDER-999', ['placeOrdr', 'ORDER-999']],
    ['`dialect.encodeReply`, `world.fillOrder`, `src/auth.ts`', []],
    ['`dialect.encode`, `src/nowhere.ts`', ['dialect.encode', 'src/nowhere.ts']],
  ])('would find what is wrong in: %s', (text, names) => {
    expect(unknownNames(text)).toEqual(names);
  });
});
