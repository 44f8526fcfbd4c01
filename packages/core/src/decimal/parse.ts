import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import { Decimal } from './decimal.ts';

const DECIMAL_TEXT = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * Reads a decimal number exactly from the text (or the lossless number lexeme) that a venue sent.
 * @param value what stands in the payload.
 * @param field the field's name, for the error.
 * @param origin where the payload came from, for the error, for instance `depthUpdate BTCUSDT`.
 * @throws InvalidPayloadError naming field and origin, when it is no finite decimal number.
 */
export function parseDecimal(value: unknown, field: string, origin: string): Decimal {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > 120 || !DECIMAL_TEXT.test(text)) {
    throw new InvalidPayloadError({ field, origin, expected: 'a decimal number', received: value });
  }
  return new Decimal(text);
}
