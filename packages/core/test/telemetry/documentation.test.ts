import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { attributeDefinitions } from '../../src/telemetry/attribute-definitions.ts';
import { metricDefinitions } from '../../src/telemetry/metric-definitions.ts';
import { spanDefinitions, spanEventDefinitions } from '../../src/telemetry/span-definitions.ts';

const page = readFileSync(fileURLToPath(new URL('../../../../docs/observability.md', import.meta.url)), 'utf8');

/** The rows of the table with this first heading: each is the list of its cells. */
function rowsOf(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => cellsOf(line)[0] === heading);
  if (start < 0) throw new Error(`the page has no table of ${heading}`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

describe('the page on observability', () => {
  it('lists every metric as it is made', () => {
    const rows = Object.entries(metricDefinitions).map(([name, { kind, unit, meaning, attributes }]) => [
      `\`${name}\``,
      kind,
      `\`${unit}\``,
      meaning,
      quoted(attributes),
    ]);
    expect(rowsOf('metric')).toEqual(rows);
  });

  it.each([
    { heading: 'span', definitions: spanDefinitions },
    { heading: 'event on a span', definitions: spanEventDefinitions },
  ])('lists every $heading as it is made', ({ heading, definitions }) => {
    const rows = Object.entries(definitions).map(([name, { meaning, attributes }]) => [`\`${name}\``, meaning, quoted(attributes)]);
    expect(rowsOf(heading)).toEqual(rows);
  });

  it('lists every attribute, and each belongs to something', () => {
    expect(rowsOf('attribute')).toEqual(Object.entries(attributeDefinitions).map(([name, meaning]) => [`\`${name}\``, meaning]));
    const used = new Set<string>(
      [metricDefinitions, spanDefinitions, spanEventDefinitions].flatMap((table) =>
        Object.values(table).flatMap(({ attributes }) => attributes),
      ),
    );
    const unused = Object.keys(attributeDefinitions).filter((name) => name !== 'venuekit.connector' && !used.has(name));
    expect(unused).toEqual([]);
  });
});
