import { printable } from '../errors/excerpt.ts';

const REDACTED = '[redacted]';
const SECRET_WORD = /secret|signature|apikey|listenkey|privatekey|token|authorization|password|passphrase|cookie|credential/;
const SECRET_NAME: ReadonlySet<string> = new Set(['sign', 'sig', 'auth', 'jwt', 'bearer', 'hmac']);
const SEPARATORS = /[-_.\s]/g;
const URL_IN_TEXT = /\b(https?|wss?):\/\/[^\s"'<>`]+/gi;
const NAMED_VALUE = /([\w-]{2,40})(=|["']?\s*:\s*["']?)((?:(?:bearer|basic)\s+)?[^\s&"',;}\])]+)/gi;
const LONG_SEGMENT = /^[\w-]{32,}$/;
const SHORTEST_SECRET_AFTER_COLON = 8;

/** Whether a field, parameter or header of this name holds something that must not be shown. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(SEPARATORS, '');
  return SECRET_WORD.test(plain) || SECRET_NAME.has(plain);
}

/** A path without segments that look like a key: those of 32 or more letters, digits, `-` and `_`. */
export function scrubPath(path: string): string {
  return path
    .split('/')
    .map((segment) => (LONG_SEGMENT.test(segment) ? REDACTED : segment))
    .join('/');
}

/**
 * Text as it may be shown: URLs lose their query, fragment, user and key-like path segments; values after secret names are
 * replaced; control characters and bidirectional overrides too; the rest is cut at `maximumLength`.
 */
export function scrubText(text: string, maximumLength: number): string {
  const cut = text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text;
  return printable(cut).replace(URL_IN_TEXT, scrubUrl).replace(NAMED_VALUE, scrubNamedValue);
}

function scrubUrl(url: string): string {
  const end = url.search(/[?#]/);
  const base = end === -1 ? url : url.slice(0, end);
  const [scheme, rest] = splitOnce(base, '://');
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? '' : rest.slice(slash);
  return `${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}${scrubPath(path)}`;
}

function scrubNamedValue(whole: string, name: string, separator: string, value: string): string {
  if (!isSecretName(name)) return whole;
  if (separator !== '=' && value.length < SHORTEST_SECRET_AFTER_COLON) return whole;
  return `${name}${separator}${REDACTED}`;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return [text.slice(0, index), text.slice(index + separator.length)];
}
