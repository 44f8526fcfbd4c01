import {
  type DecodedRequest,
  type DialectDesk,
  type DialectSession,
  given,
  type Operation,
  type OperationResult,
  type SocketAction,
  type World,
} from '@venuekit/venue';
import { charging, orderCharges, weighing } from './limits.ts';
import type { SpotParameters } from './spot-parameters.ts';

/** Who is logged on to a socket, or signs one request of it. */
export interface Caller {
  readonly apiKey: string;
  readonly account: string;
  readonly sinceMs: number;
}

/** An authenticated request with what reading it needs. */
export interface EndpointRequest {
  readonly parameters: SpotParameters;
  readonly desk: DialectDesk;
  readonly world: World;
  /** Empty on public endpoints. */
  readonly account: string;
  /** Where the WebSocket API asks. */
  readonly socket?: { readonly session: DialectSession; readonly caller: Caller | undefined };
}

/** What a request turned out to ask, what it weighs, and how its answer is written. */
export interface Reading {
  readonly operation: Operation;
  readonly weight: number;
  /** Instead of what the endpoint adds to the unfilled order count. */
  readonly unfilledOrders?: number;
  /** What a socket does before the reply and after it. */
  readonly before?: readonly SocketAction[];
  readonly after?: readonly SocketAction[];
  /** The body; a `WireRefusal` where it is not that of a success. */
  encode(result: OperationResult, desk: DialectDesk): unknown;
}

/** One call, under its names in the two APIs (`rest-api.md`, `web-socket-api.md`). */
export interface Endpoint {
  /** Method and path below `/api/v3/`, for instance `GET time`; absent where only the WebSocket API has it. */
  readonly rest?: string;
  readonly ws: string;
  /**
   * Absent on public endpoints. `order`: as `trade`, and the weight is given back when it succeeds. `signed` and `logon`, of sockets alone: this
   * very request is signed, the latter by an Ed25519 key.
   */
  readonly security?: 'user-data' | 'trade' | 'order' | 'signed' | 'logon';
  /** Names of parameters, with spaces between them. */
  readonly mandatory?: string;
  /** Where not every result is a success. */
  readonly isSuccess?: (result: OperationResult) => boolean;
  /** What it adds to the unfilled order count. */
  readonly unfilledOrders?: number;
  /** @throws Refusal */
  read(request: EndpointRequest): Reading;
}

/** What the writing of a reply needs to know of its request. */
export class RequestNote {
  /** Writes the result; undefined when the request was refused before it was understood. */
  reading: Reading | undefined;
  /** The account whose unfilled orders the reply tells; undefined where it tells none. */
  orderAccount: string | undefined;
  /** WebSocket API: the request's id as JSON text, and whether the reply tells the limits. */
  id = 'null';
  showsLimits = true;
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

/** Reads what is asked, and with what it is charged and gets back, over either API. @throws Refusal */
export function decodedAs(endpoint: Endpoint, request: EndpointRequest, note: RequestNote): { decoded: DecodedRequest; reading: Reading } {
  const account = endpoint.security === undefined ? undefined : request.account;
  if (account === undefined) request.parameters.requireAll(endpoint.mandatory);
  const read = endpoint.read(request);
  request.parameters.requireAllRead();
  const { security, unfilledOrders, isSuccess } = endpoint;
  note.reading = read;
  note.orderAccount = unfilledOrders === undefined ? undefined : account;
  const charges = [...weighing(read.weight), ...orderCharges(read.unfilledOrders ?? unfilledOrders ?? 0)];
  const refund = security === 'order' && { refundOnSuccess: charging(read.weight, 'REQUEST_WEIGHT') };
  return { decoded: { operation: read.operation, account, charges, ...refund, ...given({ isSuccess }), note }, reading: read };
}
