const WHITE_SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;

/** Goes through a text from left to right, piece by piece. */
export class SyntaxScanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get position(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#text.length;
  }

  skipWhiteSpace(): void {
    this.take(WHITE_SPACE);
  }

  /** Takes what a sticky pattern matches here; undefined, and nothing taken, when it does not. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#position += match.length;
    return match;
  }

  /** Takes this character, and white space before it; false, and only white space taken, when another one follows. */
  accepts(character: string): boolean {
    this.skipWhiteSpace();
    if (this.#text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  /** Takes a JSON string with its quotes; undefined, and nothing taken, when none stands here. A loop, because a pattern overflows. */
  takeString(): string | undefined {
    const start = this.#position;
    if (this.#text.charCodeAt(start) !== QUOTE) return undefined;
    for (let index = start + 1; index < this.#text.length; index += 1) {
      const code = this.#text.charCodeAt(index);
      if (code === QUOTE) {
        this.#position = index + 1;
        return this.#text.slice(start, this.#position);
      }
      if (code < FIRST_PRINTABLE) return undefined;
      if (code !== BACKSLASH) continue;
      ESCAPE.lastIndex = index;
      if (!ESCAPE.test(this.#text)) return undefined;
      index = ESCAPE.lastIndex - 1;
    }
    return undefined;
  }
}
