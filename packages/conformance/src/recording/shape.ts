import type { JsonNode } from '@venuekit/core/testing';
import { NumberFormat } from './number-format.ts';
import { TextFormat } from './text-format.ts';

/** How one place of a payload looked, over all values that were seen there. */
export interface Shape {
  readonly kinds: Set<JsonNode['kind']>;
  /** Of numbers, and of numbers in texts, apart. */
  readonly numbers: NumberFormat;
  readonly numberTexts: NumberFormat;
  readonly texts: TextFormat;
  /** How many objects, or rows of a list of lists, were seen; a member that was seen as often is always there. */
  rows: number;
  readonly members: Map<string, Shape>;
  /** How often the parent had this place. */
  seen: number;
  items: Shape | undefined;
  /** Items that say what they are, by what they say: rows of one list may be of several kinds, each with keys of its own. */
  readonly itemsOfKind: Map<string, Shape>;
}

/** A longer list in a list is a list of its own, not a row. */
const LONGEST_ROW = 16;
const KIND_NAME = /^(?:type|kind)$|[a-z]Type$|_type$/;
const KIND_WORD = /^[A-Za-z][A-Za-z_-]*$/;

export function emptyShape(): Shape {
  return {
    kinds: new Set(),
    numbers: new NumberFormat(),
    numberTexts: new NumberFormat(),
    texts: new TextFormat(),
    rows: 0,
    members: new Map(),
    seen: 0,
    items: undefined,
    itemsOfKind: new Map(),
  };
}

/**
 * Adds a value to a shape.
 * @param isMap whether the members of the object at this path are named by data (an asset, a market): they count as items.
 */
export function addToShape(shape: Shape, node: JsonNode, path: string, isMap: (path: string) => boolean, isItem = false): void {
  shape.seen += 1;
  shape.kinds.add(node.kind);
  switch (node.kind) {
    case 'number':
      shape.numbers.add(node.lexeme);
      return;
    case 'string':
      shape.texts.add(node.text);
      shape.numberTexts.add(node.text);
      return;
    case 'array':
      addItems(shape, node.items, path, isMap, isItem);
      return;
    case 'object':
      if (isMap(path)) for (const { value } of node.members) addItem(shape, value, `${path}{}`, isMap);
      else addMembers(shape, node.members, path, isMap);
      return;
    default:
  }
}

function addItems(shape: Shape, items: readonly JsonNode[], path: string, isMap: (path: string) => boolean, isItem: boolean): void {
  const isRow = isItem && items.length <= LONGEST_ROW && items.every(({ kind }) => kind !== 'array' && kind !== 'object');
  if (!isRow) {
    for (const item of items) addItem(shape, item, `${path}[]`, isMap);
    return;
  }
  const members = items.map((value, index) => ({ name: String(index), value }));
  addMembers(shape, members, path, isMap);
}

function addItem(shape: Shape, node: JsonNode, path: string, isMap: (path: string) => boolean): void {
  shape.items ??= emptyShape();
  addToShape(shape.items, node, path, isMap, true);
  const kind = kindOf(node);
  if (kind === undefined) return;
  const ofKind = shape.itemsOfKind.get(kind) ?? emptyShape();
  shape.itemsOfKind.set(kind, ofKind);
  addToShape(ofKind, node, path, isMap, true);
}

/** Such as `filterType=PRICE_FILTER`; undefined for an item that does not say. */
function kindOf(node: JsonNode): string | undefined {
  if (node.kind !== 'object') return undefined;
  const telling = node.members.find(({ name, value }) => value.kind === 'string' && KIND_NAME.test(name) && KIND_WORD.test(value.text));
  return telling?.value.kind === 'string' ? `${telling.name}=${telling.value.text}` : undefined;
}

function addMembers(
  shape: Shape,
  members: readonly { readonly name: string; readonly value: JsonNode }[],
  path: string,
  isMap: (path: string) => boolean,
): void {
  shape.rows += 1;
  for (const { name, value } of members) {
    const member = shape.members.get(name) ?? emptyShape();
    shape.members.set(name, member);
    addToShape(member, value, path === '' ? name : `${path}.${name}`, isMap);
  }
}
