import type { Buffer } from 'node:buffer';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

/** What `parseJson` needs beside the text. */
export interface JsonOptions {
  /** Where the text came from, for the error: event or endpoint. */
  readonly origin: string;
  /** How deep objects and arrays may lie in one another; unchecked where absent. */
  readonly maximumDepth?: number;
}

/** Number lexemes, outside of texts, that a double may not hold: 17 digits, 16 from 9·10^15 on, 16 with a point, an exponent. */
const RISKY_NUMBER = /(?:^|[:,[\s])-?(?:\d{17}|9\d{15}|(?=\d+\.)[\d.]{17}|[\d.]+[eE])/;
const EXACT_DIGITS = 15;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads JSON without losing a digit: integers beyond 2^53 and numbers with more than 15 significant digits arrive as the text
 * that the venue sent, all else as `JSON.parse` gives it.
 *
 * @throws InvalidPayloadError when it is no JSON, or nested more deeply than `maximumDepth`
 */
export function parseJson(payload: string | Buffer, options: JsonOptions): unknown {
  const text = typeof payload === 'string' ? payload : payload.toString('utf8');
  if (options.maximumDepth !== undefined) checkDepth(text, options.maximumDepth, options.origin);
  try {
    return RISKY_NUMBER.test(text) ? JSON.parse(text, keepLexeme) : JSON.parse(text);
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
  if (!Number.isFinite(value)) return false;
  const [mantissa = ''] = lexeme.split(/[eE]/);
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
  if (digits === '') return true;
  return value !== 0 && digits.length <= EXACT_DIGITS && !(Number.isInteger(value) && !Number.isSafeInteger(value));
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
