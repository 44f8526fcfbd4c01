import type { Buffer } from 'node:buffer';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

/** What `parseJson` needs beside the text. */
export interface JsonOptions {
  /** Where the text came from, for the error: event or endpoint. */
  readonly origin: string;
  /** How deep objects and arrays may lie in one another; unchecked where absent. */
  readonly maximumDepth?: number;
}

/** A long number that does not stand in a text: 17 digits, 16 from 9·10^15 on, or 16 and a point. */
const LONG_NUMBER = /(?:^|[:,[\s])-?(?:\d{17}|9\d{15}|(?=\d+\.)[\d.]{17})/;
/** The fewest characters of a number that a double may not hold. */
const LONG_RUN = 16;
const EXACT_DIGITS = 15;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads JSON without losing a digit: integers beyond 2^53 and numbers with more than 15 significant digits arrive as the text
 * that the venue sent, all else as `JSON.parse` gives it (so the shortest text of a number with an exponent says the same, unless
 * it is beyond the range of a double).
 *
 * @throws InvalidPayloadError when it is no JSON, or nested more deeply than `maximumDepth`
 */
export function parseJson(payload: string | Buffer, options: JsonOptions): unknown {
  const text = typeof payload === 'string' ? payload : payload.toString('utf8');
  if (options.maximumDepth !== undefined) checkDepth(text, options.maximumDepth, options.origin);
  try {
    return hasLongRun(text) && LONG_NUMBER.test(text) ? JSON.parse(text, keepLexeme) : JSON.parse(text);
  } catch {
    throw new InvalidPayloadError({ field: '(whole)', origin: options.origin, expected: 'JSON', received: text });
  }
}

function keepLexeme(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  return isExact(value, context.source) ? value : context.source;
}

function isExact(value: number, lexeme: string): boolean {
  if (Number.isSafeInteger(value) && /^-?\d+$/.test(lexeme)) return true;
  const [mantissa = ''] = lexeme.split(/[eE]/);
  return mantissa.replace(/[-.]/g, '').replace(/^0+/, '').length <= EXACT_DIGITS;
}

/** Whether somewhere 16 digits and points follow one another. It skips ahead, since this is on the path of every message. */
function hasLongRun(text: string): boolean {
  let last = LONG_RUN - 1;
  while (last < text.length) {
    let index = last;
    while (index > last - LONG_RUN && isDigitOrPoint(text.charCodeAt(index))) index -= 1;
    if (index === last - LONG_RUN) return true;
    last = index + LONG_RUN;
  }
  return false;
}

function isDigitOrPoint(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46;
}

function checkDepth(text: string, maximumDepth: number, origin: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfText(text, index);
    } else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > maximumDepth) {
        throw new InvalidPayloadError({ field: '(whole)', origin, expected: `nested at most ${maximumDepth} deep`, received: text });
      }
    } else if (code === 125 || code === 93) {
      depth -= 1;
    }
  }
}

/** The index of the quote that ends the text which starts at `start`, or of the last character. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index;
    index += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}
