import { decorate } from '@venuekit/core/connector';
import { Refusal, type Dialect, type WireReply } from '@venuekit/venue';
import { claimsOfBalances, claimsOfExecution, claimsOfLevels, claimsOfResult, claimsOfTrade } from './dialect-claims.ts';
import type { ClaimTerms, DialectClaim } from './dialect-claims.ts';
import { checkAnswerShape, type AnswerShape } from './dialect-shape.ts';
import type { StageWitness } from './stage-witness.ts';
import { ToldNumbers } from './told-numbers.ts';

/** A message of a dialect that does not tell what the venue knows. */
export interface DialectFinding {
  /** The function of the dialect. */
  readonly where: string;
  readonly problem: string;
}

const MAXIMUM_FINDINGS = 20;

/** What a watched dialect is judged by. */
export interface DialectWatchTerms {
  readonly witness: StageWitness;
  readonly spelling: ClaimTerms['spelling'];
}

/**
 * Stands between a venue and a dialect: names the function that runs, throws for answers of a wrong shape, which the venue then knows as a
 * fault of the dialect, and notes messages that contradict the venue.
 */
export class DialectWatch {
  readonly dialect: Dialect;
  readonly findings: DialectFinding[] = [];
  readonly #witness: StageWitness;
  readonly #terms: ClaimTerms;

  constructor(dialect: Dialect, { witness, spelling }: DialectWatchTerms) {
    this.#witness = witness;
    this.#terms = { spelling, traits: new Set(dialect.traits) };
    this.dialect = this.#watched(dialect);
  }

  #watched(dialect: Dialect): Dialect {
    const terms = this.#terms;
    return decorate(dialect, {
      decodeRequest: (request, desk) => this.#call('decodeRequest', 'request', () => dialect.decodeRequest(request, desk)),
      encodeReply: (result, decoded, desk) => {
        // Before the dialect has had the result in its hands.
        const claims = claimsOfResult(result, terms);
        const reply = this.#call('encodeReply', 'reply', () => dialect.encodeReply(result, decoded, desk));
        this.#compareReply('encodeReply', reply, claims);
        return reply;
      },
      encodeRefusal: (refusal, decoded, desk) => this.#call('encodeRefusal', 'reply', () => dialect.encodeRefusal(refusal, decoded, desk)),
      openSocket: (session) => this.#call('openSocket', 'actions', () => dialect.openSocket(session)),
      decodeFrame: (text, session) => this.#call('decodeFrame', 'actions', () => dialect.decodeFrame(text, session)),
      encodeSocketReply: (outcome, note, session, decoded) => {
        const claims = outcome instanceof Refusal ? [] : claimsOfResult(outcome, terms);
        return this.#tell('encodeSocketReply', claims, () => dialect.encodeSocketReply(outcome, note, session, decoded));
      },
      encodeBook: (change, topic, session) =>
        this.#tell(
          'encodeBook',
          claimsOfLevels(
            [...change.bids, ...change.asks].filter(({ amount }) => !amount.isZero()),
            terms,
          ),
          () => dialect.encodeBook(change, topic, session),
        ),
      encodeTop: (book, topic, session) =>
        this.#tell('encodeTop', claimsOfLevels([...book.bids.slice(0, 1), ...book.asks.slice(0, 1)], terms), () =>
          dialect.encodeTop(book, topic, session),
        ),
      encodeTrade: (trade, topic, session) =>
        this.#tell('encodeTrade', claimsOfTrade(trade, terms), () => dialect.encodeTrade(trade, topic, session)),
      encodeExecution: (execution, subscription, session) =>
        this.#tellMaybe('encodeExecution', claimsOfExecution(execution, terms), () =>
          dialect.encodeExecution(execution, subscription, session),
        ),
      encodeBalances: (balances, timeMs, subscription, session) =>
        this.#tellMaybe('encodeBalances', claimsOfBalances(balances), () =>
          dialect.encodeBalances(balances, timeMs, subscription, session),
        ),
      encodeNotice: (notice, session) => this.#call('encodeNotice', 'frame or nothing', () => dialect.encodeNotice(notice, session)),
      ...(dialect.encodeListStatus !== undefined && {
        encodeListStatus: (status, subscription, session): string | undefined =>
          this.#call('encodeListStatus', 'frame or nothing', () => dialect.encodeListStatus?.(status, subscription, session)),
      }),
      ...(dialect.packFrame !== undefined && {
        packFrame: (frame, session): string | Uint8Array =>
          this.#call('packFrame', 'text or bytes', () => (dialect.packFrame === undefined ? frame : dialect.packFrame(frame, session))),
      }),
      ...(dialect.unpackFrame !== undefined && {
        unpackFrame: (bytes, session): string =>
          this.#call('unpackFrame', 'text', () => (dialect.unpackFrame === undefined ? '' : dialect.unpackFrame(bytes, session))),
      }),
    });
  }

  #call<Answer>(where: string, shape: AnswerShape, work: () => Answer): Answer {
    this.#witness.enter(`dialect.${where}`);
    try {
      const answer = work();
      checkAnswerShape(where, shape, answer);
      return answer;
    } finally {
      this.#witness.leave();
    }
  }

  #tell(where: string, claims: readonly DialectClaim[], work: () => string): string {
    const frame = this.#call(where, 'frame', work);
    this.#compare(where, frame, claims);
    return frame;
  }

  #tellMaybe(where: string, claims: readonly DialectClaim[], work: () => string | undefined): string | undefined {
    const frame = this.#call(where, 'frame or nothing', work);
    if (frame !== undefined) this.#compare(where, frame, claims);
    return frame;
  }

  #compareReply(where: string, { status, body }: WireReply, claims: readonly DialectClaim[]): void {
    if (claims.length === 0) return;
    if (status >= 400) this.#note(where, `answers a success with the status ${status}`);
    else this.#compare(where, body, claims);
  }

  #compare(where: string, message: string, claims: readonly DialectClaim[]): void {
    if (claims.length === 0) return;
    if (!isJson(message)) {
      this.#note(where, `gives what is no JSON: ${message.slice(0, 80)}`);
      return;
    }
    const told = new ToldNumbers(message);
    const untold = claims.find(({ isTold }) => !isTold(told));
    if (untold !== undefined) this.#note(where, `does not tell ${untold.what}: ${message.slice(0, 200)}`);
  }

  #note(where: string, problem: string): void {
    if (this.findings.length < MAXIMUM_FINDINGS) this.findings.push({ where, problem });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
