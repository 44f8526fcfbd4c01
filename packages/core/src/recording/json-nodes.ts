import { SyntaxScanner } from './syntax-scanner.ts';

/** A piece of a JSON text: from `start` up to, but without, `end`. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** A value of a JSON text, with its place, so that number lexemes, order and white space stay what they are. */
export type JsonNode =
  | (JsonSpan & { readonly kind: 'string'; readonly text: string })
  /** `number` and the words `true`, `false` and `null`; the lexeme is what stands there. */
  | (JsonSpan & { readonly kind: 'number' | 'boolean' | 'null'; readonly lexeme: string })
  | (JsonSpan & { readonly kind: 'array'; readonly items: readonly JsonNode[] })
  | (JsonSpan & { readonly kind: 'object'; readonly members: readonly JsonMember[] });

/** A member of an object; the same name may come twice. */
export interface JsonMember {
  readonly name: string;
  /** Where the name stands, with its quotes. */
  readonly nameSpan: JsonSpan;
  readonly value: JsonNode;
}

/** A piece of a text and what shall stand there instead. */
export interface Replacement extends JsonSpan {
  readonly text: string;
}

const MAXIMUM_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Reads a JSON text into nodes; undefined when it is no JSON, or nested more than 64 deep. */
export function readJsonNodes(text: string): JsonNode | undefined {
  const scanner = new SyntaxScanner(text);
  const root = readValue(scanner, 0);
  scanner.skipWhiteSpace();
  return root !== undefined && scanner.isAtEnd ? root : undefined;
}

/** The text with pieces of it replaced; they do not overlap and may come in any order. */
export function withReplacements(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: replacement } of replacements.toSorted((left, right) => left.start - right.start)) {
    result += text.slice(from, start) + replacement;
    from = end;
  }
  return result + text.slice(from);
}

function readValue(scanner: SyntaxScanner, depth: number): JsonNode | undefined {
  scanner.skipWhiteSpace();
  const start = scanner.position;
  const string = scanner.takeString();
  if (string !== undefined) return { kind: 'string', start, end: scanner.position, text: decoded(string) };
  const number = scanner.take(NUMBER);
  if (number !== undefined) return { kind: 'number', start, end: scanner.position, lexeme: number };
  const word = scanner.take(WORD);
  if (word !== undefined) return { kind: word === 'null' ? 'null' : 'boolean', start, end: scanner.position, lexeme: word };
  if (depth === MAXIMUM_DEPTH) return undefined;
  if (scanner.accepts('{')) return readObject(scanner, start, depth);
  return scanner.accepts('[') ? readArray(scanner, start, depth) : undefined;
}

function readArray(scanner: SyntaxScanner, start: number, depth: number): JsonNode | undefined {
  const items: JsonNode[] = [];
  if (!scanner.accepts(']')) {
    do {
      const item = readValue(scanner, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (scanner.accepts(','));
    if (!scanner.accepts(']')) return undefined;
  }
  return { kind: 'array', start, end: scanner.position, items };
}

function readObject(scanner: SyntaxScanner, start: number, depth: number): JsonNode | undefined {
  const members: JsonMember[] = [];
  if (!scanner.accepts('}')) {
    do {
      const member = readMember(scanner, depth);
      if (member === undefined) return undefined;
      members.push(member);
    } while (scanner.accepts(','));
    if (!scanner.accepts('}')) return undefined;
  }
  return { kind: 'object', start, end: scanner.position, members };
}

function readMember(scanner: SyntaxScanner, depth: number): JsonMember | undefined {
  scanner.skipWhiteSpace();
  const start = scanner.position;
  const written = scanner.takeString();
  if (written === undefined) return undefined;
  const nameSpan = { start, end: scanner.position };
  if (!scanner.accepts(':')) return undefined;
  const value = readValue(scanner, depth + 1);
  return value === undefined ? undefined : { name: decoded(written), nameSpan, value };
}

function decoded(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1);
  const value: unknown = JSON.parse(written);
  return typeof value === 'string' ? value : '';
}
