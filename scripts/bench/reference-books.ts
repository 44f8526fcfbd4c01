/** A book's levels, best first, as doubles: what equal work must end in. */
export interface BookLevels {
  readonly bids: readonly (readonly [price: number, quantity: number])[];
  readonly asks: readonly (readonly [price: number, quantity: number])[];
}

/** Levels as the venue writes them. */
export type TextRows = readonly (readonly [price: string, quantity: string])[];

/** The simplest right book: two maps of texts, sorted only when it is looked at. Judges the others; shares nothing with them. */
export class MapBook {
  readonly #bids = new Map<string, string>();
  readonly #asks = new Map<string, string>();

  apply(bids: TextRows, asks: TextRows): void {
    setRows(this.#bids, bids);
    setRows(this.#asks, asks);
  }

  levels(): BookLevels {
    return { bids: sorted(this.#bids, -1), asks: sorted(this.#asks, 1) };
  }
}

function setRows(side: Map<string, string>, rows: TextRows): void {
  for (const [price, quantity] of rows) {
    if (/[1-9]/.test(quantity)) side.set(price, quantity);
    else side.delete(price);
  }
}

function sorted(side: ReadonlyMap<string, string>, direction: 1 | -1): readonly (readonly [number, number])[] {
  return [...side]
    .map(([price, quantity]): [number, number] => [Number(price), Number(quantity)])
    .toSorted(([left], [right]) => (left - right) * direction);
}

/** What somebody would write by hand for speed: `Number` on each text, sorted columns with the best level at the end. No checks. */
export class PlainArrayBook {
  readonly #bids = new PlainSide(1);
  readonly #asks = new PlainSide(-1);

  apply(bids: TextRows, asks: TextRows): void {
    for (const [price, quantity] of bids) this.#bids.set(Number(price), Number(quantity));
    for (const [price, quantity] of asks) this.#asks.set(Number(price), Number(quantity));
  }

  levels(): BookLevels {
    return { bids: this.#bids.levels(), asks: this.#asks.levels() };
  }
}

class PlainSide {
  readonly #sign: 1 | -1;
  readonly #keys = new Float64Array(16_384);
  readonly #quantities = new Float64Array(16_384);
  #count = 0;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  set(price: number, quantity: number): void {
    const key = price * this.#sign;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    if (low < this.#count && this.#keys[low] === key) {
      if (quantity === 0) this.#shift(low + 1, low);
      else this.#quantities[low] = quantity;
    } else if (quantity !== 0) {
      this.#shift(low, low + 1);
      this.#keys[low] = key;
      this.#quantities[low] = quantity;
    }
  }

  levels(): readonly (readonly [number, number])[] {
    const levels: [number, number][] = [];
    for (let index = this.#count - 1; index >= 0; index -= 1) {
      levels.push([(this.#keys[index] ?? 0) * this.#sign, this.#quantities[index] ?? 0]);
    }
    return levels;
  }

  #shift(from: number, to: number): void {
    this.#keys.copyWithin(to, from, this.#count);
    this.#quantities.copyWithin(to, from, this.#count);
    this.#count += to - from;
  }
}

/** Where two books differ first, in words; undefined when they are equal. */
export function differenceOf(left: BookLevels, right: BookLevels): string | undefined {
  for (const side of ['bids', 'asks'] as const) {
    if (left[side].length !== right[side].length) return `${left[side].length} and ${right[side].length} ${side}`;
    for (const [index, [price, quantity]] of left[side].entries()) {
      const other = right[side][index];
      if (other?.[0] !== price || other[1] !== quantity)
        return `${side}[${index}]: ${price} ${quantity} and ${other?.join(' ') ?? 'nothing'}`;
    }
  }
  return undefined;
}
