import { Refusal } from '../model/refusal.ts';

/** The last nonce of each key. */
export class NonceBook {
  readonly #last = new Map<string, bigint>();

  /** @throws Refusal `timestamp-too-old`, detail `nonce`, when it is not above all before it. */
  use({ key, value }: { readonly key: string; readonly value: bigint }): void {
    const last = this.#last.get(key);
    if (last !== undefined && value <= last) throw new Refusal('timestamp-too-old', 'nonce');
    this.#last.set(key, value);
  }
}
