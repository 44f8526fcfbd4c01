import type {
  FaultMatch,
  FaultRule,
  FrameFaultAction,
  FrameSubject,
  HandshakeFaultAction,
  HandshakeSubject,
  HttpFaultAction,
  HttpSubject,
  SocketRequestFaultAction,
  SocketRequestSubject,
} from './fault-rule.ts';

/** Where faults come from when no rule applies; see `createRandomFaults`. */
export interface FaultSource {
  http(subject: HttpSubject): HttpFaultAction | undefined;
  socketRequest(subject: SocketRequestSubject): SocketRequestFaultAction | undefined;
  frame(subject: FrameSubject): FrameFaultAction | undefined;
  handshake(subject: HandshakeSubject): HandshakeFaultAction | undefined;
}

/** A fault that was done. */
export type AppliedFault = { readonly timeMs: number; readonly source: 'rule' | 'random' } & (
  | { readonly on: 'http'; readonly subject: HttpSubject; readonly action: HttpFaultAction }
  | { readonly on: 'socket-request'; readonly subject: SocketRequestSubject; readonly action: SocketRequestFaultAction }
  | { readonly on: 'frame'; readonly subject: FrameSubject; readonly action: FrameFaultAction }
  | { readonly on: 'handshake'; readonly subject: HandshakeSubject; readonly action: HandshakeFaultAction }
);

function agrees(wanted: unknown, actual: unknown): boolean {
  if (wanted === undefined) return true;
  if (wanted instanceof RegExp) return typeof actual === 'string' && actual.search(wanted) !== -1;
  return wanted === actual;
}

interface CountedRule<Subject, Action> {
  readonly match: FaultMatch<Subject>;
  readonly action: Action;
  matched: number;
  left: number;
}

/** The rules of one kind, with how often each has matched and applied. */
class RuleList<Subject extends object, Action> {
  readonly #rules: CountedRule<Subject, Action>[] = [];

  add(match: FaultMatch<Subject> | undefined, action: Action, times: number): () => void {
    const rule: CountedRule<Subject, Action> = { match: match ?? {}, action, matched: 0, left: times };
    this.#rules.push(rule);
    return () => this.#drop(rule);
  }

  clear(): void {
    this.#rules.length = 0;
  }

  take(subject: Subject): Action | undefined {
    const actual = new Map<string, unknown>(Object.entries(subject));
    for (const rule of this.#rules) {
      const isMatched = Object.entries(rule.match).every(([member, wanted]) => member === 'nth' || agrees(wanted, actual.get(member)));
      if (!isMatched) continue;
      rule.matched += 1;
      if (rule.matched < (rule.match.nth ?? 1)) continue;
      rule.left -= 1;
      if (rule.left <= 0) this.#drop(rule);
      return rule.action;
    }
    return undefined;
  }

  #drop(rule: CountedRule<Subject, Action>): void {
    const at = this.#rules.indexOf(rule);
    if (at !== -1) this.#rules.splice(at, 1);
  }
}

/** What shall go wrong at the venue, and what did. */
export class FaultPlan {
  readonly #nowMs: () => number;
  readonly #http = new RuleList<HttpSubject, HttpFaultAction>();
  readonly #socketRequest = new RuleList<SocketRequestSubject, SocketRequestFaultAction>();
  readonly #frame = new RuleList<FrameSubject, FrameFaultAction>();
  readonly #handshake = new RuleList<HandshakeSubject, HandshakeFaultAction>();
  #applied: AppliedFault[] = [];
  #source: FaultSource | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Every fault that was done, oldest first, since the start or `forgetApplied`. */
  get applied(): readonly AppliedFault[] {
    return this.#applied;
  }

  /** @returns a function that takes the rule back. @throws RangeError unless `times` and `nth` are at least 1. */
  add(rule: FaultRule): () => void {
    const times = rule.times ?? 1;
    if (!(times >= 1)) throw new RangeError(`a fault applies at least once, not ${times} times`);
    if (!((rule.match?.nth ?? 1) >= 1)) throw new RangeError(`matches are counted from 1: nth is ${rule.match?.nth}`);
    switch (rule.on) {
      case 'http':
        return this.#http.add(rule.match, rule.action, times);
      case 'socket-request':
        return this.#socketRequest.add(rule.match, rule.action, times);
      case 'frame':
        return this.#frame.add(rule.match, rule.action, times);
      default:
        return this.#handshake.add(rule.match, rule.action, times);
    }
  }

  /** Asks this source wherever no rule applies; undefined ends it. */
  useSource(source: FaultSource | undefined): void {
    this.#source = source;
  }

  /** Takes all rules and the source back. */
  clear(): void {
    this.#http.clear();
    this.#socketRequest.clear();
    this.#frame.clear();
    this.#handshake.clear();
    this.#source = undefined;
  }

  forgetApplied(): void {
    this.#applied = [];
  }

  /** The fault of this request, counted and recorded as applied. */
  takeHttp(subject: HttpSubject): HttpFaultAction | undefined {
    const ruled = this.#http.take(subject);
    const action = ruled ?? this.#source?.http(subject);
    if (action !== undefined) this.#applied.push({ ...this.#stamp(ruled), on: 'http', subject, action });
    return action;
  }

  takeSocketRequest(subject: SocketRequestSubject): SocketRequestFaultAction | undefined {
    const ruled = this.#socketRequest.take(subject);
    const action = ruled ?? this.#source?.socketRequest(subject);
    if (action !== undefined) this.#applied.push({ ...this.#stamp(ruled), on: 'socket-request', subject, action });
    return action;
  }

  takeFrame(subject: FrameSubject): FrameFaultAction | undefined {
    const ruled = this.#frame.take(subject);
    const action = ruled ?? this.#source?.frame(subject);
    if (action !== undefined) this.#applied.push({ ...this.#stamp(ruled), on: 'frame', subject, action });
    return action;
  }

  takeHandshake(subject: HandshakeSubject): HandshakeFaultAction | undefined {
    const ruled = this.#handshake.take(subject);
    const action = ruled ?? this.#source?.handshake(subject);
    if (action !== undefined) this.#applied.push({ ...this.#stamp(ruled), on: 'handshake', subject, action });
    return action;
  }

  #stamp(ruled: unknown): { readonly timeMs: number; readonly source: 'rule' | 'random' } {
    return { timeMs: this.#nowMs(), source: ruled === undefined ? 'random' : 'rule' };
  }
}
