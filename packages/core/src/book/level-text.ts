const EXACT_DIGITS = 15;
const PLAIN_DECIMAL = /^\d*\.?\d*$/;

/**
 * Whether the shortest text of `value` says exactly the number that `text` says. May say no for an unusual spelling of an
 * exact number; never says yes wrongly.
 * @param text a decimal number, of which `value` is the nearest double.
 */
export function isExactAsDouble(text: string, value: number): boolean {
  if (!PLAIN_DECIMAL.test(text)) return text === String(value);
  if (value >= 1e-300 && countSignificantDigits(text) <= EXACT_DIGITS) return true;
  return normalise(text) === String(value);
}

/** From the first digit that is not 0 to the last one. */
function countSignificantDigits(text: string): number {
  let seen = 0;
  let significant = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 46 || (code === 48 && seen === 0)) continue;
    seen += 1;
    if (code !== 48) significant = seen;
  }
  return significant;
}

/** Without leading zeros, trailing zeros after the point, and a trailing point. */
function normalise(text: string): string {
  const withoutTail = text.includes('.') ? text.replace(/\.?0+$|\.$/, '') : text;
  const withoutHead = withoutTail.replace(/^0+(?=\d)/, '');
  return withoutHead.startsWith('.') ? `0${withoutHead}` : withoutHead === '' ? '0' : withoutHead;
}
