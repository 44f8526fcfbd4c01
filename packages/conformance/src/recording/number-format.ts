const LEXEME = /^-?(\d+)(?:\.(\d+))?([eE][+-]?\d+)?$/;
/** Digits of a time of this century as whole seconds, milli-, micro- and nanoseconds. */
const TIME_UNITS: ReadonlyMap<number, string> = new Map([
  [10, 'seconds'],
  [13, 'milliseconds'],
  [16, 'microseconds'],
  [19, 'nanoseconds'],
]);
/** So many whole numbers in a row are no accident. */
const MANY = 3;

export function isNumberText(text: string): boolean {
  return LEXEME.test(text);
}

/** How a venue writes one kind of number: what all lexemes that were seen in one place have in common. */
export class NumberFormat {
  #count = 0;
  #whole = 0;
  readonly #decimals = new Set<number>();
  #hasTrailingZero = false;
  #hasExponent = false;
  readonly #timeUnits = new Set<string>();

  /** @param lexeme as it stands in the text; anything that is no number is left out. */
  add(lexeme: string): void {
    const match = LEXEME.exec(lexeme);
    if (match === null) return;
    const [, whole = '', decimals = '', exponent] = match;
    this.#count += 1;
    if (exponent !== undefined) this.#hasExponent = true;
    if (decimals === '') this.#whole += 1;
    else this.#decimals.add(decimals.length);
    if (decimals.endsWith('0')) this.#hasTrailingZero = true;
    this.#timeUnits.add(unitOf(whole, decimals));
  }

  /** Why `ours` is no number of this format, as far as what was seen says anything; undefined when it may be. */
  differenceTo(ours: NumberFormat): string | undefined {
    if (this.#count === 0 || ours.#count === 0) return undefined;
    if (ours.#hasExponent && !this.#hasExponent) return 'is written with an exponent, in the recording never';
    const [unit = ''] = this.#timeUnits;
    const [ourUnit = ''] = ours.#timeUnits;
    if (this.#timeUnits.size === 1 && ours.#timeUnits.size === 1 && unit !== ourUnit && unit !== '' && ourUnit !== '') {
      return `is a time in ${ourUnit}, in the recording in ${unit}`;
    }
    return this.#decimalDifference(ours);
  }

  #decimalDifference(ours: NumberFormat): string | undefined {
    const [decimals = 0] = this.#decimals;
    const isFixed = this.#whole === 0 && this.#decimals.size === 1 && this.#hasTrailingZero;
    if (isFixed && (ours.#whole > 0 || ours.#decimals.size > 1 || !ours.#decimals.has(decimals))) {
      return `should always have ${decimals} decimals, as in the recording`;
    }
    if (isFixed || !ours.#hasTrailingZero || this.#hasTrailingZero) return this.#wholeDifference(ours);
    const isTrimmed = this.#decimals.size > 1 || this.#whole > 0;
    return isTrimmed ? 'has zeros at the end of its decimals, in the recording never' : undefined;
  }

  #wholeDifference(ours: NumberFormat): string | undefined {
    const isWhole = this.#whole === this.#count && this.#count >= MANY;
    return isWhole && ours.#whole === 0 && ours.#count >= MANY ? 'always has decimals, in the recording never' : undefined;
  }
}

/** The unit, if the number can be a time between 2001 and 2100; else nothing. */
function unitOf(whole: string, decimals: string): string {
  const unit = decimals === '' ? TIME_UNITS.get(whole.length) : undefined;
  return unit !== undefined && /^[1-3]/.test(whole) ? unit : '';
}
