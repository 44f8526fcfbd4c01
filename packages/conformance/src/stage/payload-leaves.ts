import { readJsonNodes, withReplacements, type JsonNode } from '@venuekit/core/testing';
import type { Told } from '../card/text-change.ts';

/**
 * Parts of a venue's text, found without knowing a name of it: the part that tells a fact is the part that differs between the text and
 * one in which this fact alone is another.
 */
export interface PayloadLeaf {
  /** The names and indices that lead to it, joined by dots. */
  readonly path: string;
  /** How it is written. */
  readonly lexeme: string;
  readonly node: JsonNode;
}

/** The name of the member that `withUnknownMembers` adds. */
export const UNKNOWN_MEMBER = 'venuekitUnknown';

const UNKNOWN_VALUE = '{"kind":"something new","values":[1,"2",null,true]}';

/** Values that are no containers; none for a text that is no JSON. */
export function leavesOf(text: string): readonly PayloadLeaf[] {
  const root = readJsonNodes(text);
  const leaves: PayloadLeaf[] = [];
  const visit = (node: JsonNode, path: string): void => {
    if (node.kind === 'object') for (const member of node.members) visit(member.value, join(path, member.name));
    else if (node.kind === 'array') for (const [index, item] of node.items.entries()) visit(item, join(path, String(index)));
    else leaves.push({ path, lexeme: text.slice(node.start, node.end), node });
  };
  if (root !== undefined) visit(root, '');
  return leaves;
}

/** The leaves of `text` that are written differently in `other` at the same place. */
export function differingLeaves(text: string, other: string): readonly PayloadLeaf[] {
  const there = new Map(leavesOf(other).map(({ path, lexeme }) => [path, lexeme]));
  return leavesOf(text).filter(({ path, lexeme }) => there.has(path) && there.get(path) !== lexeme);
}

/** The leaves of `text` that would be others if it told of `other`. */
export function leavesThatTell<Subject>(text: string, { subject, encode }: Told<Subject>, other: Subject): readonly PayloadLeaf[] {
  // Both are encoded anew, because what a frame tells of itself, such as its number, differs from that of `text`.
  const paths = new Set(differingLeaves(encode(subject), encode(other)).map(({ path }) => path));
  return leavesOf(text).filter(({ path }) => paths.has(path));
}

/** The text with something else in place of leaves. @param lexeme JSON */
export function withLeaves(text: string, leaves: readonly PayloadLeaf[], lexeme: (leaf: PayloadLeaf) => string): string {
  return withReplacements(
    text,
    leaves.map((leaf) => ({ start: leaf.node.start, end: leaf.node.end, text: lexeme(leaf) })),
  );
}

/** The text without the members that leaves are the values of; an item of an array becomes null. */
export function withoutLeaves(text: string, leaves: readonly PayloadLeaf[]): string {
  // By their places, because the leaves may have been read out of another reading of the same text.
  const taken = new Set(leaves.map(({ node }) => node.start));
  const isTaken = ({ kind, start }: JsonNode): boolean => kind !== 'object' && kind !== 'array' && taken.has(start);
  const write = (node: JsonNode): string => {
    if (isTaken(node)) return 'null';
    if (node.kind === 'array') return `[${node.items.map(write).join(',')}]`;
    if (node.kind !== 'object') return text.slice(node.start, node.end);
    const members = node.members.filter(({ value }) => !isTaken(value));
    return `{${members.map(({ nameSpan, value }) => `${text.slice(nameSpan.start, nameSpan.end)}:${write(value)}`).join(',')}}`;
  };
  const root = readJsonNodes(text);
  return root === undefined ? text : write(root);
}

/** The text with one more member in each object, of a name that no venue has. */
export function withUnknownMembers(text: string): string {
  const root = readJsonNodes(text);
  const insertions: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  const visit = (node: JsonNode): void => {
    if (node.kind === 'array') for (const item of node.items) visit(item);
    if (node.kind !== 'object') return;
    const at = node.start + 1;
    insertions.push({ start: at, end: at, text: `"${UNKNOWN_MEMBER}":${UNKNOWN_VALUE}${node.members.length === 0 ? '' : ','}` });
    for (const { value } of node.members) visit(value);
  };
  if (root !== undefined) visit(root);
  return withReplacements(text, insertions);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
