import { decorate } from '@venuekit/core/connector';
import { Refusal } from '@venuekit/venue';
import type { Dialect, DialectSession, Operation, OperationResult } from '@venuekit/venue';
import type { AlterableFrame, FrameSubjects, ReplyChange, TextChange, Told, ToldReply } from '../card/text-change.ts';

type Changes<Subject> = Set<TextChange<Subject>>;

/** Changes what a venue says on its way out, as a proxy, a cache or a careless release of the venue would. */
export class AlteredWire {
  readonly #replies = new Map<Operation['kind'], Set<ReplyChange>>();
  readonly #frames: { readonly [Kind in AlterableFrame]: Changes<FrameSubjects[Kind]> } = {
    book: new Set(),
    top: new Set(),
    trade: new Set(),
    execution: new Set(),
    balances: new Set(),
    notice: new Set(),
  };

  /** The dialect whose texts are changed; everything else of it stays as it is. */
  wrap(dialect: Dialect): Dialect {
    const { book, top, trade, execution, balances, notice } = this.#frames;
    return decorate<Dialect>(dialect, {
      encodeReply: (result, decoded, desk) => {
        const reply = dialect.encodeReply(result, decoded, desk);
        const encode = (other: OperationResult): string => dialect.encodeReply(other, decoded, desk).body;
        const encodeRefusal = (refusal: Refusal): string => dialect.encodeRefusal(refusal, decoded, desk).body;
        return { ...reply, body: alteredReply(this.#replies.get(result.kind), reply.body, { subject: result, encode, encodeRefusal }) };
      },
      encodeSocketReply: (outcome, note, session, decoded) => {
        const text = dialect.encodeSocketReply(outcome, note, session, decoded);
        if (outcome instanceof Refusal) return text;
        const encode = (other: OperationResult): string => dialect.encodeSocketReply(other, note, copyOf(session), decoded);
        const encodeRefusal = (refusal: Refusal): string => dialect.encodeSocketReply(refusal, note, copyOf(session), decoded);
        return alteredReply(this.#replies.get(outcome.kind), text, { subject: outcome, encode, encodeRefusal });
      },
      encodeBook: (change, topic, session) =>
        alteredFrame(book, change, session, (subject, where) => dialect.encodeBook(subject, topic, where)),
      encodeTop: (view, topic, session) => alteredFrame(top, view, session, (subject, where) => dialect.encodeTop(subject, topic, where)),
      encodeTrade: (told, topic, session) =>
        alteredFrame(trade, told, session, (subject, where) => dialect.encodeTrade(subject, topic, where)),
      encodeExecution: (told, subscription, session) =>
        alteredIfTold(execution, told, session, (subject, where) => dialect.encodeExecution(subject, subscription, where)),
      encodeBalances: (told, timeMs, subscription, session) =>
        alteredIfTold(balances, told, session, (subject, where) => dialect.encodeBalances(subject, timeMs, subscription, where)),
      encodeNotice: (told, session) => alteredIfTold(notice, told, session, (subject, where) => dialect.encodeNotice(subject, where)),
    });
  }

  /** @returns what ends it. */
  alterReplies(operation: Operation['kind'], change: ReplyChange): () => void {
    const changes: Set<ReplyChange> = this.#replies.get(operation) ?? new Set();
    this.#replies.set(operation, changes.add(change));
    return () => changes.delete(change);
  }

  /** @returns what ends it. */
  alterFrames<Kind extends AlterableFrame>(frame: Kind, change: TextChange<FrameSubjects[Kind]>): () => void {
    const changes: Changes<FrameSubjects[Kind]> = this.#frames[frame];
    changes.add(change);
    return () => changes.delete(change);
  }
}

function alteredReply(changes: Iterable<ReplyChange> | undefined, text: string, told: ToldReply): string {
  let result = text;
  for (const change of changes ?? []) result = change(result, told);
  return result;
}

function altered<Subject>(changes: Iterable<TextChange<Subject>> | undefined, text: string, told: Told<Subject>): string {
  let result = text;
  for (const change of changes ?? []) result = change(result, told);
  return result;
}

function alteredFrame<Subject>(
  changes: Changes<Subject>,
  subject: Subject,
  session: DialectSession,
  encode: (subject: Subject, session: DialectSession) => string,
): string {
  if (changes.size === 0) return encode(subject, session);
  // Before the frame itself is made, so that both are made from the same state.
  const before = copyOf(session);
  return altered(changes, encode(subject, session), { subject, encode: (other) => encode(other, copyOf(before)) });
}

function alteredIfTold<Subject>(
  changes: Changes<Subject>,
  subject: Subject,
  session: DialectSession,
  encode: (subject: Subject, session: DialectSession) => string | undefined,
): string | undefined {
  if (changes.size === 0) return encode(subject, session);
  const before = copyOf(session);
  const text = encode(subject, session);
  return text === undefined ? undefined : altered(changes, text, { subject, encode: (other) => encode(other, copyOf(before)) ?? text });
}

/** A session of the same state, which may be changed without an effect. */
function copyOf(session: DialectSession): DialectSession {
  const state = new Map([...session.state].map(([name, value]) => [name, containerCopy(value)]));
  return decorate<DialectSession>(session, { state });
}

function containerCopy(value: unknown): unknown {
  if (value instanceof Map) return new Map<unknown, unknown>(value);
  if (value instanceof Set) return new Set<unknown>(value);
  return Array.isArray(value) ? value.slice() : value;
}
