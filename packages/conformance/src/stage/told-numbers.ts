import { Decimal } from '@venuekit/core/connector';

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The texts and numbers that an encoded message has in it, wherever they stand. */
export class ToldNumbers {
  readonly #texts = new Set<string>();
  readonly #values = new Set<string>();

  constructor(message: string) {
    for (const [token] of message.matchAll(TOKENS)) {
      const text = token.startsWith('"') ? unquoted(token) : token;
      this.#texts.add(text);
      if (NUMBER.test(text)) this.#values.add(canonical(text));
    }
  }

  /** Whether a text, or a number spelled like this, is in it. */
  hasText(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Whether a number of this value is in it, however it is spelled. */
  hasValue(value: Decimal): boolean {
    return this.#values.has(value.toFixed());
  }
}

function unquoted(token: string): string {
  const inner = token.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  try {
    const text: unknown = JSON.parse(token);
    return typeof text === 'string' ? text : inner;
  } catch {
    return inner;
  }
}

/** As Decimal writes it, without the cost of making one where the text is plain. */
function canonical(text: string): string {
  const isPlain = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/.test(text);
  return isPlain ? text : new Decimal(text).toFixed();
}
