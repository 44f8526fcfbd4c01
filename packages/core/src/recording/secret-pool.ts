import { escapedPattern, literalPattern } from './form-pattern.ts';
import { blankOf } from './placeholders.ts';

/** Text without any of these is written without escapes. */
const ESCAPES = /[%\\+]/;

/** Secrets that are looked for in texts, in all of their forms. */
export class SecretPool {
  readonly #formsOf: (secret: string) => ReadonlySet<string>;
  readonly #capacity: number;
  readonly #findsEscaped: boolean;
  /** In the order of their last use. */
  readonly #forms = new Map<string, ReadonlySet<string>>();
  #literal: RegExp | undefined;
  #escaped: RegExp | undefined;

  /**
   * @param formsOfSecret the texts that are looked for.
   * @param options capacity: how many secrets are kept; the one that was used longest ago goes first. Default all. findsEscaped: whether any
   * character of a form may be escaped, which takes long to prepare. Default false.
   */
  constructor(
    formsOfSecret: (secret: string) => ReadonlySet<string>,
    options: { readonly capacity?: number; readonly findsEscaped?: boolean } = {},
  ) {
    this.#formsOf = formsOfSecret;
    this.#capacity = options.capacity ?? Number.POSITIVE_INFINITY;
    this.#findsEscaped = options.findsEscaped ?? false;
  }

  add(secret: string): void {
    const known = this.#forms.get(secret);
    this.#forms.delete(secret);
    this.#forms.set(secret, known ?? this.#formsOf(secret));
    if (known !== undefined) return;
    for (const oldest of this.#forms.keys()) {
      if (this.#forms.size <= this.#capacity) break;
      this.#forms.delete(oldest);
    }
    this.#literal = undefined;
    this.#escaped = undefined;
  }

  /** Whether the text is one of the secrets, or holds one in any of its forms. */
  isIn(text: string): boolean {
    if (this.#forms.size === 0) return false;
    if (this.#forms.has(text)) return true;
    const pattern = this.#patternFor(text);
    pattern.lastIndex = 0;
    return pattern.test(text);
  }

  /** The text with blanks in place of the secrets. */
  replaceIn(text: string): string {
    if (!this.isIn(text)) return text;
    return this.#forms.has(text) ? blankOf(text) : text.replace(this.#patternFor(text), blankOf);
  }

  #patternFor(text: string): RegExp {
    if (this.#findsEscaped && ESCAPES.test(text)) return (this.#escaped ??= escapedPattern(this.#allForms()));
    return (this.#literal ??= literalPattern(this.#allForms()));
  }

  #allForms(): readonly string[] {
    return [...this.#forms.values()].flatMap((forms) => [...forms]);
  }
}
