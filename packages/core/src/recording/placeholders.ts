import { createHmac } from 'node:crypto';
import { Buffer } from 'node:buffer';

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?([eE][+-]?\d+)?$/;
/** What separates the parts of ids, names and times; none of it tells who somebody is. */
const SEPARATOR = /[-_.:/@+, ]/;
const HEX = /^(?=.*\d)[0-9a-fA-F-]+$/;
const MAXIMUM_ATTEMPTS = 8;
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const HEX_LETTERS = 'abcdef';

/** What stands in place of a credential: as long as it, and nothing else of it, because even kinds of characters help to guess a short one. */
export function blankOf(text: string): string {
  const blank = 'x'.repeat(text.length);
  return blank === text.toLowerCase() ? 'y'.repeat(text.length) : blank;
}

/** A number of the same format (sign, point, decimals, exponent) that says nothing. */
export function blankNumberOf(lexeme: string): string {
  const [mantissa, exponent] = splitExponent(lexeme);
  const blank = mantissa.replace(/\d/g, '1');
  return (blank === mantissa ? mantissa.replace(/\d/g, '2') : blank) + exponent;
}

/**
 * Stands in for what a recording must not tell and a connector must be able to read: within one recording the same value always has the
 * same stand-in, of the same length, kinds of characters and number format. The salt is never written down, so that nobody can try values.
 */
export class Pseudonyms {
  readonly #salt: string;

  /** @param salt random, of at least 128 bits. */
  constructor(salt: string) {
    this.#salt = salt;
  }

  ofText(text: string): string {
    if (NUMBER.test(text)) return this.ofNumber(text);
    const letters = HEX.test(text) ? HEX_LETTERS : LETTERS;
    return this.#drawn(text, (draw) =>
      text.replace(/[^]/gu, (character) => {
        if (/\d/.test(character)) return draw(DIGITS);
        if (/[a-z]/.test(character)) return draw(letters);
        if (/[A-Z]/.test(character)) return draw(letters).toUpperCase();
        return SEPARATOR.test(character) ? character : 'x';
      }),
    );
  }

  /** Zeros at the beginning, and at the end of decimals, are the format and stay. */
  ofNumber(lexeme: string): string {
    const [mantissa, exponent] = splitExponent(lexeme);
    const first = mantissa.search(/[1-9]/);
    // Many venues write -1 where there is no id.
    if (first === -1 || lexeme === '-1') return lexeme;
    const last = mantissa.includes('.') ? mantissa.search(/\d0*$/) : mantissa.length;
    return this.#drawn(lexeme, (draw) => {
      const digits = mantissa.replace(/\d/g, (digit, index: number) => {
        if (index < first || (digit === '0' && index > last)) return digit;
        return index === first || index === last ? draw('123456789') : draw(DIGITS);
      });
      return digits + exponent;
    });
  }

  /** Draws until the stand-in is another one than the value, as far as the value leaves room for that. */
  #drawn(value: string, write: (draw: (alphabet: string) => string) => string): string {
    let drawn = value;
    for (let attempt = 0; attempt < MAXIMUM_ATTEMPTS && drawn === value; attempt += 1) drawn = write(this.#source(`${attempt} ${value}`));
    return drawn;
  }

  #source(seed: string): (alphabet: string) => string {
    let block = Buffer.alloc(0);
    let used = 0;
    let blocks = 0;
    return (alphabet) => {
      if (used === block.length) {
        block = createHmac('sha256', this.#salt).update(`${blocks} ${seed}`).digest();
        blocks += 1;
        used = 0;
      }
      const byte = block[used] ?? 0;
      used += 1;
      return alphabet.charAt(byte % alphabet.length);
    };
  }
}

function splitExponent(lexeme: string): readonly [string, string] {
  const index = lexeme.search(/[eE]/);
  return index === -1 ? [lexeme, ''] : [lexeme.slice(0, index), lexeme.slice(index)];
}
