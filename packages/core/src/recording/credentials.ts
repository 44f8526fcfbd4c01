import { isSecretName } from '../log/scrub-text.ts';
import type { Secret } from '../runtime/secret.ts';
import { blankOf } from './placeholders.ts';
import { formsOf, plainFormsOf } from './secret-forms.ts';
import { SecretPool } from './secret-pool.ts';

/** Shorter values under secret names are not looked for elsewhere: they may be ordinary words. */
const SHORTEST_LEARNED = 16;
const SHORTEST_HIDDEN = 8;
const MAXIMUM_LEARNED = 128;
/** Each request has another signature, and only its own reply echoes it. */
const MAXIMUM_SIGNATURES = 64;
const SIGNATURE_NAME = /sign|sig$|hmac/i;
const NAMED_VALUE = /([\w-]{2,40})(=|["']?\s*:\s*["']?)((?:(?:bearer|basic)\s+)?[^\s&"',;}\])]+)/gi;

/** What must never be written: the secrets that we were told, and those that the traffic itself has shown under a telling name. */
export class Credentials {
  readonly #known: SecretPool;
  readonly #learned: SecretPool = new SecretPool(plainFormsOf, { capacity: MAXIMUM_LEARNED });
  readonly #signatures: SecretPool = new SecretPool(plainFormsOf, { capacity: MAXIMUM_SIGNATURES });

  constructor(secrets: readonly Secret[]) {
    this.#known = new SecretPool(formsOf, { findsEscaped: true });
    for (const secret of secrets) if (!secret.isEmpty) this.#known.add(secret.reveal());
  }

  /** Remembers a value that stood under a secret name. */
  learn(name: string, value: string): void {
    if (value.length < SHORTEST_LEARNED) return;
    if (SIGNATURE_NAME.test(name)) this.#signatures.add(value);
    else this.#learned.add(value);
  }

  isIn(text: string): boolean {
    return this.#known.isIn(text) || this.#learned.isIn(text) || this.#signatures.isIn(text);
  }

  /** The text with blanks in place of credentials, also of those that a name before them in the text gives away. */
  replaceIn(text: string): string {
    return withoutNamedValues(this.#signatures.replaceIn(this.#learned.replaceIn(this.#known.replaceIn(text))));
  }
}

function withoutNamedValues(text: string): string {
  if (text.length <= SHORTEST_HIDDEN || !/[=:]/.test(text)) return text;
  return text.replace(NAMED_VALUE, (whole, name: string, separator: string, value: string) =>
    isSecretName(name) && value.length >= SHORTEST_HIDDEN ? `${name}${separator}${blankOf(value)}` : whole,
  );
}
