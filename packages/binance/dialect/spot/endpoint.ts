import type { DialectDesk, Operation, OperationResult } from '@venuekit/venue';
import type { Parameters } from '../parameters.ts';

/** An authenticated request with what reading it needs. */
export interface EndpointRequest {
  readonly parameters: Parameters;
  readonly desk: DialectDesk;
  /** Empty on public endpoints. */
  readonly account: string;
  /** Whether the WebSocket API asks: its `exchangeInfo` lists one limit more. */
  readonly isSocket: boolean;
}

/** What a request turned out to ask, what it weighs, and how its answer is written. */
export interface Reading {
  readonly operation: Operation;
  readonly weight: number;
  /** Instead of what the endpoint adds to the unfilled order count. */
  readonly unfilledOrders?: number;
  /** The body; a `FailureReply` where it is not that of a success. */
  encode(result: OperationResult, desk: DialectDesk): unknown;
}

/** One call that both APIs offer under their own names (`rest-api.md`, `web-socket-api.md`). */
export interface Endpoint {
  /** For instance `GET /api/v3/time`. */
  readonly rest: string;
  readonly ws: string;
  readonly security: 'none' | 'user-data' | 'trade';
  readonly mandatory: readonly string[];
  /** Order entry, whose weight is given back when it succeeds; where not every result is a success, which one is. */
  readonly isFreeOnSuccess?: boolean | ((result: OperationResult) => boolean);
  /** What it adds to the unfilled order count. */
  readonly unfilledOrders?: number;
  /** @throws Refusal */
  read(request: EndpointRequest): Reading;
}

/** An answer that tells a failure although the venue did what it was asked to do, as far as it could. */
export class FailureReply {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  readonly data: unknown;

  constructor(status: number, code: number, msg: string, data: unknown) {
    this.status = status;
    this.code = code;
    this.msg = msg;
    this.data = data;
  }
}

/** Ties an operation to the writing of its own kind of result. */
export function reading<Kind extends Operation['kind']>(
  operation: Operation & { readonly kind: Kind },
  weight: number,
  encode: (result: Extract<OperationResult, { kind: Kind }>, desk: DialectDesk) => unknown,
): Reading {
  const isOwn = (result: OperationResult): result is Extract<OperationResult, { kind: Kind }> => result.kind === operation.kind;
  return {
    operation,
    weight,
    encode(result, desk) {
      if (!isOwn(result)) throw new TypeError(`a result of ${result.kind} for ${operation.kind}`);
      return encode(result, desk);
    },
  };
}
