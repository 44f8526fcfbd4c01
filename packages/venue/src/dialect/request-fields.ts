import { type Decimal, parseDecimal } from '@venuekit/core/connector';
import { Refusal } from '../model/refusal.ts';
import { NumberText } from './exact-json.ts';

/** Named texts of a query, a body or a frame. */
export type Parameters = ReadonlyMap<string, string>;

/** The members of a JSON object. @throws Refusal `malformed-parameter`, detail `JSON`, for any other text. */
export function readObject(json: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Refusal('malformed-parameter', 'JSON');
  }
  return members(value, 'JSON');
}

/** The members of a value that must be an object; a `NumberText` is none. @throws Refusal `malformed-parameter` with this name. */
export function members(value: unknown, name: string): ReadonlyMap<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
  if (!isObject) throw new Refusal('malformed-parameter', name);
  return new Map(Object.entries(value));
}

/** Members that must all be texts. @throws Refusal `malformed-parameter` naming the first that is none. */
export function texts(all: Iterable<readonly [string, unknown]>): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of all) {
    if (typeof value !== 'string') throw new Refusal('malformed-parameter', name);
    parameters.set(name, value);
  }
  return parameters;
}

/** A text that must be there and not be empty. @throws Refusal `missing-parameter` */
export function required(parameters: Parameters, name: string): string {
  const text = parameters.get(name);
  if (text === undefined || text === '') throw new Refusal('missing-parameter', name);
  return text;
}

/** One of some words. @throws Refusal `missing-parameter`, `bad-enum` */
export function oneOf<const Text extends string>(parameters: Parameters, name: string, allowed: readonly Text[], fallback?: Text): Text {
  const text = parameters.get(name) ?? fallback;
  if (text === undefined) throw new Refusal('missing-parameter', name);
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new Refusal('bad-enum', name);
  return found;
}

/** Our word for a word of the wire, by the table that is used for writing; undefined for one that is not in it. */
export function ownWordOf<Own extends string>(wireWords: Readonly<Record<Own, string>>, wireWord: string): Own | undefined {
  for (const own in wireWords) if (wireWords[own] === wireWord) return own;
  return undefined;
}

/** A whole number from 0, of at most 15 digits; undefined when it is not there. @throws Refusal `malformed-parameter` */
export function whole(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('malformed-parameter', name);
  return Number.parseInt(text, 10);
}

/** An exact number; undefined when it is not there. @throws Refusal `malformed-parameter` */
export function decimal(parameters: Parameters, name: string): Decimal | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  try {
    return parseDecimal(text, name, 'request');
  } catch {
    throw new Refusal('malformed-parameter', name);
  }
}

/** The members that are there. */
export function given<Members extends object>(all: Members): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  const present: { [Name in keyof Members]?: Exclude<Members[Name], undefined> } = {};
  for (const [name, value] of Object.entries(all)) if (value !== undefined) Reflect.set(present, name, value);
  return present;
}
