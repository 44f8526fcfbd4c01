const REDACTED = '[secret]';

/**
 * A key or password that cannot be printed by accident: as a string, in JSON and in `util.inspect` it reads `[secret]`.
 * `reveal()` is for the authenticator alone.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; never hand it to a log, an error or anything that is saved. */
  reveal(): string {
    return this.#value;
  }

  /** True for an empty value. */
  get isEmpty(): boolean {
    return this.#value === '';
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  static {
    // A computed method name could not be declared without its type being inferred.
    Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => REDACTED });
  }
}
