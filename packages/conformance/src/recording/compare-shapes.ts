import { readJsonNodes } from '@venuekit/core/testing';
import { addToShape, emptyShape, type Shape } from './shape.ts';

/** One way in which our answer does not look like the recorded one. */
export interface ShapeDifference {
  /** Such as `orders[].price`; empty for the whole, `[]` for the items of a list and `{}` for those of a map. */
  readonly path: string;
  readonly problem: 'missing-key' | 'extra-key' | 'type' | 'number-format' | 'text-format';
  readonly text: string;
}

export interface ShapeComparison {
  /** Paths that are not compared, with everything below them. */
  readonly ignore?: readonly string[];
  /** Paths of objects whose members are named by data, such as an asset: they are compared as the rows of a list are. */
  readonly maps?: readonly string[];
  /**
   * What is done about keys that no recorded row has: venues send some only at times, so a recording seldom has all, and connectors read
   * past what they do not know. Default `allowed`.
   */
  readonly extraKeys?: 'allowed' | 'named';
}

/**
 * Compares payloads by keys, types and formats of numbers and texts, never by values. What rows of one list look like is taken together:
 * a key that some recorded rows lack is not needed, and a place that was empty everywhere says nothing. Several texts of one kind may be
 * given, and count as rows do.
 */
export function compareShapes(
  recorded: string | readonly string[],
  ours: string | readonly string[],
  comparison: ShapeComparison = {},
): readonly ShapeDifference[] {
  const theirs = shapeOf(recorded, comparison);
  const own = shapeOf(ours, comparison);
  if (theirs === undefined && own === undefined) return [];
  if (theirs === undefined) return [{ path: '', problem: 'type', text: 'the whole is JSON, in the recording it is not' }];
  if (own === undefined) return [{ path: '', problem: 'type', text: 'the whole is no JSON, in the recording it is' }];
  return [...differences(theirs, own, '', comparison)];
}

/** Undefined when one of the texts is no JSON. */
function shapeOf(texts: string | readonly string[], { maps = [] }: ShapeComparison): Shape | undefined {
  const shape = emptyShape();
  for (const text of typeof texts === 'string' ? [texts] : texts) {
    const node = readJsonNodes(text);
    if (node === undefined) return undefined;
    addToShape(shape, node, '', (path) => maps.includes(path));
  }
  return shape;
}

function* differences(recorded: Shape, ours: Shape, path: string, comparison: ShapeComparison): Generator<ShapeDifference> {
  if (comparison.ignore?.includes(path) === true) return;
  yield* typeDifferences(recorded, ours, path);
  yield* formatDifferences(recorded, ours, path);
  yield* memberDifferences(recorded, ours, path, comparison);
  if (recorded.items === undefined || ours.items === undefined) return;
  const suffix = recorded.kinds.has('array') ? '[]' : '{}';
  yield* differences(recorded.items, ours.items, `${path}${suffix}`, comparison);
  yield* kindDifferences(recorded, ours, `${path}${suffix}`, comparison);
}

/** So many rows of one kind show what it always has. */
const MANY = 3;

/** Keys that rows of one kind always have, and rows of other kinds have not. */
function* kindDifferences(recorded: Shape, ours: Shape, path: string, comparison: ShapeComparison): Generator<ShapeDifference> {
  for (const [kind, rows] of recorded.itemsOfKind) {
    const own = ours.itemsOfKind.get(kind);
    if (own === undefined || rows.rows < MANY) continue;
    for (const [name, member] of rows.members) {
      const memberPath = `${path}.${name}`;
      const isOfAll = recorded.items?.members.get(name)?.seen === recorded.items?.rows;
      const isThere = (own.members.get(name)?.seen ?? 0) === own.rows;
      if (isOfAll || isThere || member.seen < rows.rows || comparison.ignore?.includes(memberPath) === true) continue;
      yield {
        path: memberPath,
        problem: 'missing-key',
        text: `${memberPath} is missing where ${kind}, in the recording it is always there`,
      };
    }
  }
}

function* typeDifferences(recorded: Shape, ours: Shape, path: string): Generator<ShapeDifference> {
  const known = [...recorded.kinds].filter((kind) => kind !== 'null');
  // A place that is always null in the recording may hold anything at other times.
  if (known.length === 0) return;
  for (const kind of ours.kinds) {
    if (recorded.kinds.has(kind)) continue;
    yield {
      path,
      problem: 'type',
      text: `${named(path)} is ${WORDS[kind]}, in the recording ${known.map((each) => WORDS[each]).join(' or ')}`,
    };
  }
}

const WORDS = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
} as const;

function* formatDifferences(recorded: Shape, ours: Shape, path: string): Generator<ShapeDifference> {
  const number = recorded.numbers.differenceTo(ours.numbers) ?? recorded.numberTexts.differenceTo(ours.numberTexts);
  if (number !== undefined) yield { path, problem: 'number-format', text: `${named(path)} ${number}` };
  const text = recorded.texts.differenceTo(ours.texts);
  if (text !== undefined) yield { path, problem: 'text-format', text: `${named(path)} ${text}` };
}

function* memberDifferences(recorded: Shape, ours: Shape, path: string, comparison: ShapeComparison): Generator<ShapeDifference> {
  if (recorded.rows === 0 || ours.rows === 0) return;
  const isRow = recorded.kinds.has('array');
  const pathOf = (name: string): string => (isRow ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`);
  for (const [name, member] of recorded.members) {
    const own = ours.members.get(name);
    const memberPath = pathOf(name);
    if (comparison.ignore?.includes(memberPath) === true) continue;
    const isNeeded = member.seen === recorded.rows;
    if (isNeeded && (own?.seen ?? 0) < ours.rows) {
      const extent = own === undefined ? 'is missing' : `is missing in ${ours.rows - own.seen} of ${ours.rows}`;
      yield { path: memberPath, problem: 'missing-key', text: `${named(memberPath)} ${extent}, in the recording it is always there` };
    }
    if (own !== undefined) yield* differences(member, own, memberPath, comparison);
  }
  if (comparison.extraKeys !== 'named') return;
  for (const name of ours.members.keys()) {
    const memberPath = pathOf(name);
    if (recorded.members.has(name) || comparison.ignore?.includes(memberPath) === true) continue;
    yield { path: memberPath, problem: 'extra-key', text: `${named(memberPath)} is never there in the recording` };
  }
}

function named(path: string): string {
  return path === '' ? 'the whole' : path;
}
