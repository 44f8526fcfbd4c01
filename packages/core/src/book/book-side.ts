import type { LevelBatch } from './level-batch.ts';
import { readColumn } from './read-column.ts';

const INITIAL_CAPACITY = 128;
/** Up to this many levels are moved one by one: calling `copyWithin` costs more than that. */
const SHORT_MOVE = 24;

/** Which side of a book. */
export type BookSideName = 'bid' | 'ask';

/** The texts of a level whose double does not say the same; undefined where the double does. */
interface ExactTexts {
  readonly price: string | undefined;
  readonly quantity: string | undefined;
}

/**
 * One side of a book: levels in two parallel columns, the best at the end, so that the busy levels move least. Asks are
 * held under their negative price: then both sides ascend, and one piece of code serves both.
 */
export class BookSide {
  readonly name: BookSideName;
  readonly #sign: 1 | -1;
  #keys: Float64Array = new Float64Array(INITIAL_CAPACITY);
  #quantities: Float64Array = new Float64Array(INITIAL_CAPACITY);
  #count = 0;
  /** By price; undefined while every level is exact as a double. */
  #texts: Map<number, ExactTexts> | undefined;

  constructor(name: BookSideName) {
    this.name = name;
    this.#sign = name === 'bid' ? 1 : -1;
  }

  /** How many levels there are. */
  get depth(): number {
    return this.#count;
  }

  /** Whether there is a level at a depth, 0 being the best. */
  hasLevel(index: number): boolean {
    return Number.isInteger(index) && index >= 0 && index < this.#count;
  }

  /** The price of a level that exists. */
  priceAt(index: number): number {
    return readColumn(this.#keys, this.#count - 1 - index) * this.#sign + 0;
  }

  /** The quantity of a level that exists. */
  quantityAt(index: number): number {
    return readColumn(this.#quantities, this.#count - 1 - index);
  }

  /** The exact price text at a price, where the double does not say the same. */
  exactPriceText(price: number): string | undefined {
    return this.#texts?.get(price)?.price;
  }

  exactQuantityText(price: number): string | undefined {
    return this.#texts?.get(price)?.quantity;
  }

  clear(): void {
    this.#count = 0;
    this.#texts = undefined;
  }

  /** Sets absolute quantities in the order of the batch; 0 removes. The batch has been checked. */
  apply(batch: LevelBatch): void {
    const { prices, quantities, count } = batch;
    const sign = this.#sign;
    for (let index = 0; index < count; index += 1) {
      this.#set(readColumn(prices, index) * sign, readColumn(quantities, index));
    }
    if (this.#texts !== undefined || batch.exactPrices !== undefined || batch.exactQuantities !== undefined) this.#applyTexts(batch);
  }

  /** Forgets the levels beyond a depth. */
  truncate(depth: number): void {
    const excess = this.#count - depth;
    if (excess <= 0) return;
    if (this.#texts !== undefined) {
      for (let index = 0; index < excess; index += 1) this.#texts.delete(readColumn(this.#keys, index) * this.#sign);
    }
    this.#keys.copyWithin(0, excess, this.#count);
    this.#quantities.copyWithin(0, excess, this.#count);
    this.#count = depth;
  }

  /** Forgets everything and takes the levels of the batch, which may stand in any order. The batch has been checked. */
  replace(batch: LevelBatch): void {
    this.clear();
    const { prices, count } = batch;
    // Worst first, each level lands at the end and moves nothing.
    const isBestFirst = count > 1 && readColumn(prices, 0) * this.#sign > readColumn(prices, count - 1) * this.#sign;
    if (!isBestFirst || !this.#fillBackwards(batch)) {
      this.#count = 0;
      this.apply(batch);
      return;
    }
    if (batch.exactPrices !== undefined || batch.exactQuantities !== undefined) this.#applyTexts(batch);
  }

  /** Fills an empty side from a strictly ordered batch, best first; false when the batch is not one. */
  #fillBackwards(batch: LevelBatch): boolean {
    const { prices, quantities, count } = batch;
    let previous = Number.NEGATIVE_INFINITY;
    for (let index = count - 1; index >= 0; index -= 1) {
      const key = readColumn(prices, index) * this.#sign;
      if (!(key > previous)) return false;
      previous = key;
      const quantity = readColumn(quantities, index);
      if (quantity !== 0) this.#insert(this.#count, key, quantity);
    }
    return true;
  }

  #set(key: number, quantity: number): void {
    const position = this.#positionOf(key);
    if (position < this.#count && this.#keys[position] === key) {
      if (quantity === 0) this.#remove(position);
      else this.#quantities[position] = quantity;
    } else if (quantity !== 0) {
      this.#insert(position, key, quantity);
    }
  }

  /** The position of the first key that is not below `key`. Steps from the best end in doubling strides, then halves. */
  #positionOf(key: number): number {
    const keys = this.#keys;
    let high = this.#count;
    let low = 0;
    let stride = 1;
    while (high > 0) {
      const probe = high > stride ? high - stride : 0;
      if (readColumn(keys, probe) < key) {
        low = probe + 1;
        break;
      }
      high = probe;
      stride *= 2;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (readColumn(keys, middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(position: number, key: number, quantity: number): void {
    const count = this.#count;
    if (count === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const quantities = this.#quantities;
    if (count - position <= SHORT_MOVE) {
      for (let index = count; index > position; index -= 1) {
        keys[index] = readColumn(keys, index - 1);
        quantities[index] = readColumn(quantities, index - 1);
      }
    } else {
      keys.copyWithin(position + 1, position, count);
      quantities.copyWithin(position + 1, position, count);
    }
    keys[position] = key;
    quantities[position] = quantity;
    this.#count = count + 1;
  }

  #remove(position: number): void {
    const last = this.#count - 1;
    const keys = this.#keys;
    const quantities = this.#quantities;
    if (last - position <= SHORT_MOVE) {
      for (let index = position; index < last; index += 1) {
        keys[index] = readColumn(keys, index + 1);
        quantities[index] = readColumn(quantities, index + 1);
      }
    } else {
      keys.copyWithin(position, position + 1, this.#count);
      quantities.copyWithin(position, position + 1, this.#count);
    }
    this.#count = last;
  }

  /** Brings the texts in line with a batch that has just been applied. */
  #applyTexts(batch: LevelBatch): void {
    const texts = (this.#texts ??= new Map());
    for (let index = 0; index < batch.count; index += 1) {
      const price = readColumn(batch.prices, index);
      const priceText = batch.exactPrices?.get(index);
      const quantityText = batch.exactQuantities?.get(index);
      if (batch.quantities[index] === 0 || (priceText === undefined && quantityText === undefined)) texts.delete(price);
      else texts.set(price, { price: priceText, quantity: quantityText });
    }
    if (texts.size === 0) this.#texts = undefined;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const quantities = new Float64Array(this.#quantities.length * 2);
    quantities.set(this.#quantities);
    this.#quantities = quantities;
  }
}
