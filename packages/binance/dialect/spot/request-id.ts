import { NumberText } from '@venuekit/venue';

/** The id of a message as JSON text, to be echoed: a 64-bit integer, a text of at most 36 characters, or null. Undefined for anything else. */
export function requestIdText(id: unknown): string | undefined {
  if (id === undefined || id === null) return 'null';
  if (typeof id === 'string') return id.length <= 36 ? JSON.stringify(id) : undefined;
  return id instanceof NumberText && /^-?[0-9]{1,19}$/.test(id.text) ? id.text : undefined;
}
