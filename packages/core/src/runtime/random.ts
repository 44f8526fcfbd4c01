/** The only source of randomness; see `random/`. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** `length` random bytes in lower-case hexadecimal (two characters a byte). */
  hex(length: number): string;
}
