import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import { isExactAsDouble } from './level-text.ts';

const INITIAL_CAPACITY = 64;
/** A text of at most this many characters has at most 15 digits, which survive the way through a double unchanged. */
const ALWAYS_EXACT_LENGTH = 15;
/** Below it doubles lose digits, so that even a short text may say more than its double. */
const SMALLEST_FULL_PRECISION = 1e-300;

/**
 * Price levels of one side as two parallel columns of doubles; reused from message to message. Where the venue's text holds
 * more than the double, the text is kept beside it.
 */
export class LevelBatch {
  prices: Float64Array = new Float64Array(INITIAL_CAPACITY);
  quantities: Float64Array = new Float64Array(INITIAL_CAPACITY);
  count = 0;
  /** Texts by index, only of the levels whose double does not say the same; undefined while there are none. */
  exactPrices: Map<number, string> | undefined;
  exactQuantities: Map<number, string> | undefined;

  clear(): void {
    this.count = 0;
    if (this.exactPrices !== undefined) this.exactPrices = undefined;
    if (this.exactQuantities !== undefined) this.exactQuantities = undefined;
  }

  /**
   * Adds a level from the venue's decimal texts, or from numbers where the venue writes its levels as such.
   * @throws InvalidPayloadError when one is no number of 0 or more; nothing is added then.
   */
  pushText(price: unknown, quantity: unknown, origin: string): void {
    const index = this.count;
    const priceValue = readDouble(price, 'price', origin);
    const quantityValue = readDouble(quantity, 'quantity', origin);
    this.push(priceValue, quantityValue);
    if (typeof price === 'string' && mayHoldMore(price, priceValue) && !isExactAsDouble(price, priceValue)) {
      (this.exactPrices ??= new Map()).set(index, price);
    }
    if (typeof quantity === 'string' && mayHoldMore(quantity, quantityValue) && !isExactAsDouble(quantity, quantityValue)) {
      (this.exactQuantities ??= new Map()).set(index, quantity);
    }
  }

  /** Adds a level from doubles that are exactly what the venue said. They are checked when the batch is applied. */
  push(price: number, quantity: number): void {
    if (this.count === this.prices.length) this.#grow();
    this.prices[this.count] = price;
    this.quantities[this.count] = quantity;
    this.count += 1;
  }

  /** Copies another batch into this one. */
  copyFrom(other: LevelBatch): void {
    this.clear();
    while (this.prices.length < other.count) this.#grow();
    this.prices.set(other.prices.subarray(0, other.count));
    this.quantities.set(other.quantities.subarray(0, other.count));
    this.count = other.count;
    if (other.exactPrices !== undefined) this.exactPrices = new Map(other.exactPrices);
    if (other.exactQuantities !== undefined) this.exactQuantities = new Map(other.exactQuantities);
  }

  /** The index of the first level that is not made of finite numbers of 0 or more; -1 when there is none. */
  findInvalid(): number {
    const { prices, quantities, count } = this;
    for (let index = 0; index < count; index += 1) {
      const price = prices[index] ?? Number.NaN;
      const quantity = quantities[index] ?? Number.NaN;
      if (!(price >= 0 && price < Number.POSITIVE_INFINITY && quantity >= 0 && quantity < Number.POSITIVE_INFINITY)) return index;
    }
    return -1;
  }

  #grow(): void {
    const prices = new Float64Array(this.prices.length * 2);
    prices.set(this.prices);
    this.prices = prices;
    const quantities = new Float64Array(this.quantities.length * 2);
    quantities.set(this.quantities);
    this.quantities = quantities;
  }
}

function mayHoldMore(text: string, value: number): boolean {
  return text.length > ALWAYS_EXACT_LENGTH || (value < SMALLEST_FULL_PRECISION && value > 0);
}

function readDouble(value: unknown, field: string, origin: string): number {
  const parsed =
    typeof value === 'string' ? (isPlainNumber(value) ? Number(value) : Number.NaN) : typeof value === 'number' ? value : Number.NaN;
  const isReadable = parsed > 0 ? parsed < Number.POSITIVE_INFINITY : parsed === 0 && (typeof value !== 'string' || isZeroText(value));
  if (!isReadable) throw new InvalidPayloadError({ field, origin, expected: 'a number of 0 or more', received: value });
  return parsed === 0 ? 0 : parsed;
}

/** Sorts out, by its ends, what `Number` would also take: blanks, a sign, hexadecimal, octal and binary notation. */
function isPlainNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  if (!isDigitOrPoint(first)) return false;
  const length = text.length;
  if (length === 1) return true;
  if (!isDigitOrPoint(text.charCodeAt(length - 1))) return false;
  if (first !== 48) return true;
  const second = text.charCodeAt(1);
  return isDigitOrPoint(second) || second === 101 || second === 69;
}

function isDigitOrPoint(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46;
}

/** Whether a text that became the double 0 says 0, and is not merely too small for a double. */
function isZeroText(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 49 && code <= 57) return false;
    if (code === 101 || code === 69) return true;
  }
  return true;
}
