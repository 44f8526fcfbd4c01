import { Buffer } from 'node:buffer';

/** Shorter forms would be found everywhere by chance. */
const SHORTEST_FORM = 4;
/** Parts of base64 text in the middle of other base64 text. */
const SHORTEST_FRAGMENT = 8;
/** A line of a key in PEM form; the words around it are shorter. */
const SHORTEST_LINE = 16;

/**
 * The forms in which a secret may stand in traffic: as it is, as hexadecimal, as base64 (both alphabets, also in the middle of a longer
 * text), and the lines of a key in PEM form. Each may be escaped besides: see `form-pattern.ts`. Compare without regard to case.
 */
export function formsOf(secret: string): ReadonlySet<string> {
  const forms = new Set<string>();
  for (const text of [secret, ...linesOf(secret)]) for (const form of formsOfText(text)) forms.add(form);
  return withoutShort(forms);
}

/** The forms of what the traffic itself has shown, of which there may be much: as it is, and as it stands in a URL. */
export function plainFormsOf(text: string): ReadonlySet<string> {
  return withoutShort(new Set([text, encodeURIComponent(text.toWellFormed())]));
}

function withoutShort(forms: Set<string>): ReadonlySet<string> {
  for (const form of forms) if (form.length < SHORTEST_FORM) forms.delete(form);
  return forms;
}

function* formsOfText(text: string): Generator<string> {
  const bytes = Buffer.from(text, 'utf8');
  yield text;
  yield bytes.toString('hex');
  for (const base64 of base64Forms(bytes)) {
    yield base64;
    yield base64.replaceAll('+', '-').replaceAll('/', '_');
  }
}

/** Base64 of the bytes alone, and what of them stands in base64 text wherever they begin in it. */
function* base64Forms(bytes: Buffer): Generator<string> {
  yield bytes.toString('base64').replace(/=+$/, '');
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const fragment = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    if (fragment.length >= SHORTEST_FRAGMENT) yield fragment;
  }
}

function linesOf(secret: string): readonly string[] {
  return secret.split(/\s+|\\n/).filter((line) => line.length >= SHORTEST_LINE && line !== secret);
}
