import { readColumn } from './read-column.ts';

/** An integer of so many digits, divided by an exact power of ten, gives the nearest double, which says no more and no less. */
const EXACT_DIGITS = 15;
const HEAD_DIGITS = 9;
const LONGEST_PLAIN_TEXT = 23;
/** Up to 1e22, the last that is exact. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;
const PLAIN_DECIMAL = /^[\d.]+$/;

/**
 * The nearest double of a plain decimal text that says exactly what its double says; -1 for any other text, which may still
 * be a number.
 */
export function exactDouble(text: string): number {
  const length = text.length;
  if (length === 0 || length > LONGEST_PLAIN_TEXT) return -1;
  let end = length;
  while (end > 0 && text.charCodeAt(end - 1) === 48) end -= 1;
  // Two halves in 32-bit integers are faster than one chain of double additions.
  let head = 0;
  let tail = 0;
  let digits = 0;
  let point = -1;
  for (let index = 0; index < end; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits < HEAD_DIGITS) head = (Math.imul(head, 10) + digit) | 0;
      else tail = (Math.imul(tail, 10) + digit) | 0;
      if (digits > 0 || digit > 0) digits += 1;
    } else if (digit === -2 && point === -1) {
      point = index;
    } else {
      return -1;
    }
  }
  if (digits > EXACT_DIGITS || (length === 1 && point === 0)) return -1;
  const mantissa = digits <= HEAD_DIGITS ? head : head * readColumn(POWERS_OF_TEN, digits - HEAD_DIGITS) + tail;
  if (point >= 0) return mantissa / readColumn(POWERS_OF_TEN, end - 1 - point);
  return digits + length - end > EXACT_DIGITS && mantissa > 0 ? -1 : mantissa * readColumn(POWERS_OF_TEN, length - end);
}

/** The nearest double of any decimal text of 0 or more; NaN for everything else, and for what is too small or too large for a double. */
export function nearestDouble(text: string): number {
  if (text.length > 400 || !DECIMAL.test(text)) return Number.NaN;
  const value = Number(text);
  const hasVanished = value === 0 && /^[0.]*[1-9]/.test(text);
  return hasVanished || value === Number.POSITIVE_INFINITY ? Number.NaN : value;
}

/**
 * Whether the shortest text of `value` says exactly the number that `text` says. May say no for an unusual spelling of such
 * a number; never says yes wrongly.
 * @param text a decimal number, of which `value` is the nearest double.
 */
export function isExactAsDouble(text: string, value: number): boolean {
  const plain = PLAIN_DECIMAL.test(text) ? withoutIdleZeros(text) : text;
  return plain === String(value) || exactDouble(plain) === value;
}

/** Without leading zeros, trailing zeros after the point, and a trailing point. */
function withoutIdleZeros(text: string): string {
  const withoutTail = text.includes('.') ? text.replace(/\.?0*$/, '') : text;
  return withoutTail.replace(/^0+(?=\d)/, '');
}
