import { Buffer } from 'node:buffer';

const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;
/** A run of backslashes counts as one, because its escapes cannot be told from one another. */
const CHARACTERS = /\\+|[^]/gu;
/** Escaped up to three times more; bounded, so that no text makes the search slow. */
const AGAIN = '(?:25){0,3}';
const BACKSLASHES = '\\\\{1,8}';
const JSON_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\b', 'b'],
  ['\f', 'f'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
]);

/** Matches the texts as they are, without regard to case. */
export function literalPattern(texts: readonly string[]): RegExp {
  return patternOf(texts.map(literal));
}

/**
 * Matches the texts also where any of their characters are escaped: percent-encoded (once or again), as a form writes blanks, or escaped in
 * JSON (once or again).
 */
export function escapedPattern(texts: readonly string[]): RegExp {
  return patternOf(texts.map((text) => (text.match(CHARACTERS) ?? []).map(escapedCharacter).join('')));
}

/** Longer ones first, so that of two that begin alike the whole one is found. */
function patternOf(sources: readonly string[]): RegExp {
  const sorted = sources.toSorted((left, right) => right.length - left.length);
  // Nothing matches the empty character class.
  return new RegExp(sorted.length === 0 ? '[]' : sorted.join('|'), 'gi');
}

function literal(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}

function escapedCharacter(character: string): string {
  const { length } = character;
  if (character.startsWith('\\')) return `(?:\\\\{${length},${length * 8}}|(?:%${AGAIN}5c){${length}}|(?:${BACKSLASHES}u005c){${length}})`;
  const percent = Buffer.from(character, 'utf8').toString('hex').replace(/../g, `%${AGAIN}$&`);
  const units = Array.from({ length }, (_, index) => character.charCodeAt(index).toString(16).padStart(4, '0'));
  const choices = [`(?:${BACKSLASHES})?${literal(character)}`, percent, units.map((unit) => `${BACKSLASHES}u${unit}`).join('')];
  const letter = JSON_ESCAPES.get(character);
  if (letter !== undefined) choices.push(`${BACKSLASHES}${letter}`);
  if (character === ' ') choices.push('\\+');
  return `(?:${choices.join('|')})`;
}
