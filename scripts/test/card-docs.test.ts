import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_CARDS } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { headingsOf } from '../docs/headings.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What cards call the pages that they name sections of. */
const GUIDES = new Map([
  ['connector guide', 'docs/author-guide/*.md'],
  ['private stream', 'docs/private-stream.md'],
  ['venues that differ', 'docs/guides/venues-that-differ.md'],
]);

/** A rule in words may have a semicolon of its own. */
function referencesOf(doc: string): readonly string[] {
  return doc.split(/; (?=design: |docs\/|[a-z ]+: )/u);
}

/** What is wrong with where a card says that its reason is written; undefined when it can be found. */
function docDefect(reference: string): string | undefined {
  const [name = '', ...rest] = reference.split(': ');
  const section = rest.join(': ');
  if (name === 'design') return section === '' ? `${reference}: names no rule` : undefined;
  if (section === '' && name.endsWith('.md')) return existsSync(`${root}/${name}`) ? undefined : `${reference}: there is no such page`;
  const pages = globSync(GUIDES.get(name) ?? name, { cwd: root });
  if (pages.length === 0) return `${reference}: there is no such guide`;
  const titles = pages.flatMap((page) => headingsOf(readFileSync(`${root}/${page}`, 'utf8')).map(({ title }) => title.toLowerCase()));
  return titles.includes(section.toLowerCase()) ? undefined : `${reference}: there is no such heading`;
}

describe('what cards refer to', () => {
  it('is a heading of a guide, a page, or a rule of the design in words', () => {
    const defects = ALL_CARDS.flatMap(({ id, doc }) =>
      referencesOf(doc)
        .flatMap((part) => docDefect(part) ?? [])
        .map((defect) => `${id} ${defect}`),
    );
    expect(defects).toEqual([]);
  });

  it('stands on the page of the rules where it is a rule', () => {
    const page = readFileSync(`${root}/docs/author-guide/rules.md`, 'utf8').toLowerCase().replaceAll(/\s+/gu, ' ');
    const references = ALL_CARDS.flatMap(({ doc }) => referencesOf(doc)).filter((reference) => reference.startsWith('design: '));
    const rules = [...new Set(references.map((reference) => reference.slice('design: '.length).toLowerCase()))];
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((rule) => !page.includes(rule))).toEqual([]);
  });

  it.each([
    ['connector guide: Errors carry the outcome', undefined],
    ['connector guide: errors', undefined],
    ['docs/private-stream.md', undefined],
    ['docs/rate-limits.md: sockets', undefined],
    ['design: late fills count', undefined],
    ['design', 'names no rule'],
    ['connector guide: no such section', 'no such heading'],
    ['docs/no-such-page.md', 'no such page'],
    ['another guide: errors', 'no such guide'],
  ])('judges %s', (reference, defect) => {
    const found = docDefect(reference);
    expect(found === undefined).toBe(defect === undefined);
    expect(found ?? '').toContain(defect ?? '');
  });
});
