import type { WireReply } from '../dialect/wire.ts';
import type { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** What says whether all is well. */
export interface SuccessForm {
  reply(body: object): Pick<WireReply, 'status' | 'body'>;
  refusal(refusal: Refusal): Pick<WireReply, 'status' | 'body'>;
}

export function refusalJson({ reason, detail, retryAfterMs }: Refusal): object {
  return { error: reason, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

function statusOf({ reason }: Refusal): number {
  switch (reason) {
    case 'unknown-key':
    case 'bad-signature':
    case 'timestamp-too-old':
    case 'timestamp-too-new':
      return 401;
    case 'not-permitted':
      return 403;
    case 'unknown-order':
    case 'unknown-symbol':
    case 'not-found':
      return 404;
    case 'banned':
      return 418;
    case 'rate-limited':
    case 'too-many-orders':
      return 429;
    case 'internal':
      return 500;
    default:
      return 400;
  }
}

/**
 * `status`: the HTTP status; the body of a refusal is `{"error","detail","retryAfterMs"}`. `code`: the status is always 200, the body
 * `{"code":"0","data":…}`, or `{"code":<error>,"error","detail","retryAfterMs"}`.
 */
export function successFormOf({ success = 'status' }: PlainShape): SuccessForm {
  if (success === 'status') {
    return {
      reply: (body) => ({ status: 200, body: JSON.stringify(body) }),
      refusal: (refusal) => ({ status: statusOf(refusal), body: JSON.stringify(refusalJson(refusal)) }),
    };
  }
  return {
    reply: (data) => ({ status: 200, body: JSON.stringify({ code: '0', data }) }),
    refusal: (refusal) => ({ status: 200, body: JSON.stringify({ code: refusal.reason, ...refusalJson(refusal) }) }),
  };
}
