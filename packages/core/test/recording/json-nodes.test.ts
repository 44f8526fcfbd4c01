import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonNodes, withReplacements, type JsonNode } from '../../src/recording/json-nodes.ts';

function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOf(value)]));
    case 'array':
      return node.items.map(valueOf);
    case 'string':
      return node.text;
    default:
      return JSON.parse(node.lexeme);
  }
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the nodes of a JSON text', () => {
  it('say what JSON.parse says, for every value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.boolean(), (text, isSpaced) => {
        const written = isSpaced ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
        const node = readJsonNodes(written);
        expect(node === undefined ? 'no JSON' : valueOf(node)).toEqual(JSON.parse(written));
      }),
    );
  });

  it('agree with JSON.parse on what is no JSON', () => {
    const alphabet = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '1',
      '0',
      '-',
      '.',
      'e',
      'true',
      'null',
      ' ',
      '\\',
      'u00e9',
      '\n',
      'a',
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(readJsonNodes(text) !== undefined).toBe(canParse(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep the lexeme of every number and the order of repeated names', () => {
    const text = '{"b": 1.50, "a": 12345678901234567890, "b": -1E+9}';
    const node = readJsonNodes(text);
    const members = node?.kind === 'object' ? node.members : [];
    expect(members.map(({ name, value }) => [name, text.slice(value.start, value.end)])).toEqual([
      ['b', '1.50'],
      ['a', '12345678901234567890'],
      ['b', '-1E+9'],
    ]);
  });

  it('are not read from what is nested too deeply, nor from a text that ends too early', () => {
    expect(readJsonNodes('['.repeat(64) + ']'.repeat(64))).toBeDefined();
    expect(readJsonNodes('['.repeat(65) + ']'.repeat(65))).toBeUndefined();
    for (const text of ['', '{"a":', '{"a" 1}', '{"a":1', '[1', '"a', '"\\', '{1:2}', '"\u0001"'])
      expect(readJsonNodes(text), text).toBeUndefined();
  });

  it('read a string of many megabytes', () => {
    const text = JSON.stringify('a'.repeat(5_000_000));
    expect(readJsonNodes(text)).toMatchObject({ kind: 'string', end: text.length });
  });
});

describe('replacements', () => {
  it('change only their own pieces, in whatever order they come', () => {
    const replacements = [
      { start: 4, end: 5, text: 'FIVE' },
      { start: 0, end: 2, text: '' },
    ];
    expect(withReplacements('012345', replacements)).toBe('23FIVE5');
  });
});
