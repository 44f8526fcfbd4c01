import { readObject } from '../dialect/request-fields.ts';
import type { WireRequest } from '../dialect/wire.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** The members of a request's body, or of its query where it has none. @throws Refusal */
export type BodyReader = (request: WireRequest) => ReadonlyMap<string, unknown>;

/** `form`: `application/x-www-form-urlencoded`, and nothing else. */
export function bodyReaderOf({ body = 'json' }: PlainShape): BodyReader {
  return (request) => {
    if (request.body === '') return new Map(new URLSearchParams(request.query));
    if (body === 'json') return readObject(request.body);
    const type = request.headers.get('content-type') ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) throw new Refusal('malformed-parameter', 'content-type');
    return new Map(new URLSearchParams(request.body));
  };
}
