import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EVERY_ERROR } from './every-error.ts';

const folder = fileURLToPath(new URL('../../src/errors/', import.meta.url));
const document = readFileSync(fileURLToPath(new URL('../../../../docs/errors.md', import.meta.url)), 'utf8');

/** The codes that the files of the folder define, and the text under each heading of the document. */
const definedCodes = readdirSync(folder)
  .map((name) => /readonly code = '([A-Z_]+)'/.exec(readFileSync(folder + name, 'utf8'))?.[1])
  .filter((code) => code !== undefined);
const sections = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join(' ')];
    }),
);

describe('docs/errors.md', () => {
  test('finds the codes of the folder, each once', () => {
    expect(definedCodes.length).toBeGreaterThanOrEqual(16);
    expect(new Set(definedCodes).size).toBe(definedCodes.length);
  });

  test.each(definedCodes)('describes %s', (code) => {
    expect(sections.get(code)?.trim().length).toBeGreaterThan(40);
  });

  test.each(definedCodes)('says the outcome of %s as the class does', (code) => {
    const errors = EVERY_ERROR.filter(([error]) => error.code === code);
    const outcomes = [...new Set(errors.map(([, outcome]) => `\`${outcome}\``))].toSorted();
    const retryable = new Set(errors.map(([, , isRetryable]) => (isRetryable ? 'yes' : 'no')));
    expect(errors).not.toEqual([]);
    const [, says, repeats] = /Outcome: (.+?)\. Retryable: (.+?)\./.exec(sections.get(code) ?? '') ?? [];
    expect(says?.split(' or ').toSorted()).toEqual(outcomes);
    expect(repeats).toBe(retryable.size === 1 ? [...retryable][0] : 'as the failure behind it');
  });

  test('has its headings in order', () => {
    expect([...sections.keys()]).toEqual([...sections.keys()].toSorted());
  });
});
