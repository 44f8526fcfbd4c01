import type { DecodedRequest, DialectDesk } from '../dialect/dialect.ts';
import type { WireReply, WireRequest } from '../dialect/wire.ts';
import type { HttpFaultAction, InjectedRefusal, RawAnswer } from '../faults/fault-rule.ts';
import { Refusal } from '../model/refusal.ts';
import { executeRequest } from './execute-request.ts';
import type { HttpOutcome } from './transport-contract.ts';
import { PendingDelays } from './pending-delays.ts';
import { deskFor, type VenueParts } from './venue-parts.ts';

/** What a dialect that threw is answered with. */
export const INTERNAL_ERROR: WireReply = { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };

const GARBAGE = '<!DOCTYPE html><html><body><h1>Please stand by</h1></body></html>';

export function rawReply({ status, headers = {}, body = '' }: RawAnswer): WireReply {
  return { status, headers, body };
}

export function injectedRefusal({ reason, detail, retryAfterMs }: InjectedRefusal): Refusal {
  return new Refusal(reason, detail, retryAfterMs);
}

/** Encodes a refusal; a dialect that cannot is answered with 500. */
export function encodedRefusal(
  { dialect, dialectRecord }: VenueParts,
  refusal: Refusal,
  decoded: DecodedRequest | undefined,
  desk: DialectDesk,
): WireReply {
  return dialectRecord.guard('encodeRefusal', () => dialect.encodeRefusal(refusal, decoded, desk)) ?? INTERNAL_ERROR;
}

/** The HTTP side of a venue. */
export class RequestHandler {
  readonly #parts: VenueParts;
  readonly #delays: PendingDelays;
  #isStopped = false;

  constructor(parts: VenueParts) {
    this.#parts = parts;
    this.#delays = new PendingDelays(parts.clock);
  }

  /** Requests that wait now are reset, and so is whatever comes later. */
  stop(): void {
    this.#isStopped = true;
    this.#delays.giveUp();
  }

  async handle(request: WireRequest, address: string): Promise<HttpOutcome> {
    if (this.#isStopped) return { kind: 'reset' };
    const desk = deskFor(this.#parts, address);
    const { service, method, path } = request;
    let reading = this.#read(request, desk);
    const operation = reading === undefined || reading instanceof Refusal ? undefined : reading.operation.kind;
    const fault = this.#parts.faults.takeHttp({ service, method, path, operation });
    if (fault?.kind === 'delay' && fault.phase === 'request') {
      if (!(await this.#delays.wait(fault.delayMs))) return { kind: 'reset' };
      reading = this.#read(request, desk);
    }
    const instead = fault === undefined ? undefined : this.#instead(fault, reading, desk);
    if (instead !== undefined) return instead;
    const reply = this.#answer(reading, address, desk);
    return fault === undefined ? { kind: 'reply', reply } : this.#spoil(fault, reply);
  }

  /** Undefined when the dialect threw what it must not. */
  #read(request: WireRequest, desk: DialectDesk): DecodedRequest | Refusal | undefined {
    const { dialect, dialectRecord } = this.#parts;
    try {
      return dialect.decodeRequest(request, desk);
    } catch (error) {
      if (error instanceof Refusal) return error;
      dialectRecord.add('decodeRequest', error);
      return undefined;
    }
  }

  #answer(reading: DecodedRequest | Refusal | undefined, address: string, desk: DialectDesk): WireReply {
    const { dialect, dialectRecord } = this.#parts;
    if (reading === undefined) return INTERNAL_ERROR;
    if (reading instanceof Refusal) return encodedRefusal(this.#parts, this.#chargeRefused(reading, address), undefined, desk);
    const outcome = executeRequest(this.#parts, reading, address);
    if (outcome === undefined) return INTERNAL_ERROR;
    if (outcome instanceof Refusal) return encodedRefusal(this.#parts, outcome, reading, desk);
    return dialectRecord.guard('encodeReply', () => dialect.encodeReply(outcome, reading, desk)) ?? INTERNAL_ERROR;
  }

  /** The refusal itself, or the limit's where the address may not even be refused for its own reason. */
  #chargeRefused(refusal: Refusal, address: string): Refusal {
    const { ledger, dialect, dialectRecord } = this.#parts;
    try {
      ledger.charge(dialect.refusedCharges ?? [], address, undefined);
    } catch (error) {
      if (error instanceof Refusal) return error;
      dialectRecord.add('refusedCharges', error);
    }
    return refusal;
  }

  /** What happens in place of the request; undefined when it is executed. */
  #instead(fault: HttpFaultAction, reading: DecodedRequest | Refusal | undefined, desk: DialectDesk): HttpOutcome | undefined {
    switch (fault.kind) {
      case 'answer':
        return { kind: 'reply', reply: rawReply(fault) };
      case 'refuse': {
        const decoded = reading instanceof Refusal ? undefined : reading;
        return { kind: 'reply', reply: encodedRefusal(this.#parts, injectedRefusal(fault), decoded, desk) };
      }
      case 'reset':
      case 'hang':
        return { kind: fault.kind };
      default:
        return undefined;
    }
  }

  /** What becomes of the reply to a request that was executed. */
  async #spoil(fault: HttpFaultAction, reply: WireReply): Promise<HttpOutcome> {
    const half = Math.floor(reply.body.length / 2);
    switch (fault.kind) {
      case 'execute-then-answer':
        return { kind: 'reply', reply: rawReply(fault) };
      case 'execute-then-reset':
        return { kind: 'reset' };
      case 'execute-then-hang':
        return { kind: 'hang' };
      case 'execute-then-garbage':
        return { kind: 'reply', reply: { status: 200, headers: { 'content-type': 'text/html' }, body: fault.body ?? GARBAGE } };
      case 'execute-then-truncate':
        return { kind: 'reply', reply: { ...reply, body: reply.body.slice(0, half) } };
      case 'execute-then-cut-body':
        return { kind: 'reply', reply, cutBodyAfter: half };
      case 'delay':
        if (fault.phase !== 'request' && !(await this.#delays.wait(fault.delayMs))) return { kind: 'reset' };
        return { kind: 'reply', reply };
      default:
        return { kind: 'reply', reply };
    }
  }
}
