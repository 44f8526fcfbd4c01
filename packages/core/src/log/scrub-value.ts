import { isSecretName, scrubText } from './scrub-text.ts';

const REDACTED = '[redacted]';
const MAXIMUM_DEPTH = 6;
const MAXIMUM_CAUSES = 5;
const MAXIMUM_ENTRIES = 100;
const MAXIMUM_TEXT = 2_048;
const MAXIMUM_STACK_LINES = 20;
const ERROR_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause']);
const STACK_LINE = /^\s*at /;

/** An object of which every part may be shown, ready for JSON. */
export type ScrubbedFields = Record<string, unknown>;

/**
 * A copy of log fields that may be shown: secret names are redacted, texts scrubbed, errors written out with their causes,
 * depth, length and number of entries bounded, circles cut. Never throws.
 */
export function scrubFields(fields: Readonly<Record<string, unknown>>): ScrubbedFields {
  return scrubEntries(Object.entries(fields), 0, new Set([fields]));
}

/** A copy of one value that may be shown; see `scrubFields`. */
export function scrubValue(value: unknown): unknown {
  return scrub(value, 0, new Set());
}

function scrub(value: unknown, depth: number, ancestors: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return scrubText(value, MAXIMUM_TEXT);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
    case 'symbol':
      return scrubText(String(value), MAXIMUM_TEXT);
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : scrubObject(value, depth, ancestors);
    case 'boolean':
    case 'undefined':
    default:
      return value;
  }
}

function scrubObject(value: object, depth: number, ancestors: Set<object>): unknown {
  if (ancestors.has(value)) return '[circular]';
  if (depth >= MAXIMUM_DEPTH) return Array.isArray(value) ? `[${value.length} items]` : '[object]';
  ancestors.add(value);
  try {
    if (value instanceof Error) return scrubError(value, depth, ancestors);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return scrubList(value, depth, ancestors);
    if (value instanceof Set) return scrubList([...value.values()], depth, ancestors);
    if (value instanceof Map)
      return scrubEntries(
        [...value.entries()].map(([key, entry]) => [String(key), entry]),
        depth,
        ancestors,
      );
    if (value instanceof URL) return scrubText(value.href, MAXIMUM_TEXT);
    if (writesItself(value)) return scrub(value.toJSON(), depth + 1, ancestors);
    return scrubEntries(Object.entries(value), depth, ancestors);
  } catch {
    return '[unreadable]';
  } finally {
    ancestors.delete(value);
  }
}

function scrubList(items: readonly unknown[], depth: number, ancestors: Set<object>): unknown[] {
  const result = items.slice(0, MAXIMUM_ENTRIES).map((item) => scrub(item, depth + 1, ancestors));
  if (items.length > MAXIMUM_ENTRIES) result.push(`[${items.length - MAXIMUM_ENTRIES} more]`);
  return result;
}

function scrubEntries(entries: readonly (readonly [string, unknown])[], depth: number, ancestors: Set<object>): ScrubbedFields {
  const result: [string, unknown][] = [];
  for (const [name, value] of entries) {
    if (result.length >= MAXIMUM_ENTRIES) break;
    result.push([scrubText(name, MAXIMUM_TEXT), isSecretName(name) && isTelling(value) ? REDACTED : scrub(value, depth + 1, ancestors)]);
  }
  return Object.fromEntries(result);
}

function writesItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Flags and missing values say nothing that a reader must not know, and their absence often explains the trouble. */
function isTelling(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}

function scrubError(error: Error, depth: number, ancestors: Set<object>): ScrubbedFields {
  const { name, message, stack, cause } = error;
  const own = Object.entries(error).filter(([field]) => !ERROR_FIELDS.has(field));
  const result: ScrubbedFields = {
    type: scrubText(name, MAXIMUM_TEXT),
    message: scrubText(message, MAXIMUM_TEXT),
    ...scrubEntries(own, depth, ancestors),
  };
  const trace = stackLines(stack);
  if (trace.length > 0) result['stack'] = trace.join('\n');
  if (cause !== undefined) result['cause'] = depth < MAXIMUM_CAUSES ? scrub(cause, depth + 1, ancestors) : '[more causes]';
  return result;
}

/** The lines of the stack without the message, which is shown on its own. */
function stackLines(stack: string | undefined): string[] {
  if (typeof stack !== 'string') return [];
  return stack
    .split('\n')
    .filter((line) => STACK_LINE.test(line))
    .slice(0, MAXIMUM_STACK_LINES)
    .map((line) => scrubText(line.trim(), MAXIMUM_TEXT));
}
