import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import { exactDouble, isExactAsDouble, nearestDouble } from './level-text.ts';
import { readColumn } from './read-column.ts';

const INITIAL_CAPACITY = 64;

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
    const exactPrice = typeof price === 'string' ? exactDouble(price) : -1;
    const exactQuantity = typeof quantity === 'string' ? exactDouble(quantity) : -1;
    if (exactPrice >= 0 && exactQuantity >= 0) this.push(exactPrice, exactQuantity);
    else this.#pushUnusual(price, quantity, origin);
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
      const price = readColumn(prices, index);
      const quantity = readColumn(quantities, index);
      if (!(price >= 0 && price < Number.POSITIVE_INFINITY && quantity >= 0 && quantity < Number.POSITIVE_INFINITY)) return index;
    }
    return -1;
  }

  #pushUnusual(price: unknown, quantity: unknown, origin: string): void {
    const index = this.count;
    const priceValue = readDouble(price, 'price', origin);
    const quantityValue = readDouble(quantity, 'quantity', origin);
    this.push(priceValue, quantityValue);
    if (typeof price === 'string' && !isExactAsDouble(price, priceValue)) (this.exactPrices ??= new Map()).set(index, price);
    if (typeof quantity === 'string' && !isExactAsDouble(quantity, quantityValue)) {
      (this.exactQuantities ??= new Map()).set(index, quantity);
    }
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

function readDouble(value: unknown, field: string, origin: string): number {
  const parsed = typeof value === 'string' ? nearestDouble(value) : typeof value === 'number' ? value : Number.NaN;
  if (!(parsed >= 0 && parsed < Number.POSITIVE_INFINITY)) {
    throw new InvalidPayloadError({ field, origin, expected: 'a number of 0 or more', received: value });
  }
  return parsed === 0 ? 0 : parsed;
}
