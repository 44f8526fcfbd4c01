import { WireRefusal } from './wire-refusal.ts';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new WireRefusal(-1100, 'Illegal characters found in a parameter.');
  }
}

/** Reads `name=value&…`. @throws WireRefusal -1101 for a name that comes twice, -1100 for broken percent-encoding. */
export function readForm(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [name = '', ...rest] = part.split('=');
    const key = decoded(name);
    if (values.has(key)) throw new WireRefusal(-1101, 'Duplicate values for a parameter detected.');
    values.set(key, decoded(rest.join('=')));
  }
  return values;
}

/** The text exactly as sent, without the signature parameter. */
export function withoutSignature(text: string): string {
  return text
    .split('&')
    .filter((part) => !part.startsWith('signature='))
    .join('&');
}
