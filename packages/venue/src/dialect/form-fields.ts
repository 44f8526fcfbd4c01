import { Refusal } from '../model/refusal.ts';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal('malformed-parameter', 'percent-encoding');
  }
}

/**
 * Reads `name=value&…` strictly, where `URLSearchParams` lets everything pass.
 * @throws Refusal `malformed-parameter`, detail `percent-encoding` for one that is broken, and detail `duplicate` for a name that comes twice.
 */
export function readForm(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [name = '', ...rest] = part.split('=');
    const key = decoded(name);
    if (values.has(key)) throw new Refusal('malformed-parameter', 'duplicate');
    values.set(key, decoded(rest.join('=')));
  }
  return values;
}
