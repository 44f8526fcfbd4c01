import { ConfigurationError } from '../errors/configuration-error.ts';
import type { RestParameters } from './rest-request.ts';

const LEFT_BY_THE_PLATFORM = /[!'()*]/g;

/**
 * Percent-encodes by RFC 3986: everything but `A-Z a-z 0-9 - _ . ~` becomes UTF-8 bytes in upper-case hexadecimal; a space is
 * `%20`. A surrogate without its other half is encoded as U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    LEFT_BY_THE_PLATFORM,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The query string of these parameters, names and values percent-encoded, in the order in which they were written (JavaScript
 * itself puts names that are whole numbers first). Undefined parameters are left out.
 * @throws ConfigurationError for a number that is not finite.
 */
export function encodeQuery(parameters: RestParameters): string {
  let query = '';
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new ConfigurationError(name, 'REST parameter', 'should be a finite number');
    }
    query += `${query === '' ? '' : '&'}${percentEncode(name)}=${percentEncode(String(value))}`;
  }
  return query;
}
