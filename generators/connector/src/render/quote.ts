/** Control characters, line ends that only some know, and those that turn the direction of text around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text as a literal of TypeScript in single quotes. */
export function quoteString(value: unknown): string {
  const escaped = String(value)
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)
    .replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `'${escaped}'`;
}

/** A text where people read it: in a comment, in Markdown. It can end neither, and begins no markup. */
export function quoteText(value: unknown): string {
  return String(value).replace(UNSEEN, ' ').replaceAll('*/', '* /').replaceAll('`', "'").replaceAll('<', '‹').replaceAll('>', '›');
}

/** A text on a line of its own, where nothing is markup. */
export function quoteLine(value: unknown): string {
  return String(value).replace(UNSEEN, ' ');
}

/** A value as JSON that is also TypeScript. */
export function quoteJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
