import type { DialectSession } from '../dialect/dialect.ts';
import type { PlainShape } from './shape.ts';

/** What names a frame of the client. */
export interface FrameNote {
  readonly id: unknown;
  readonly op: unknown;
  readonly topics: readonly string[];
}

/** How subscriptions are confirmed. */
export interface Acks {
  /** Whether each frame must have an `id`; otherwise only those that ask for a reply with a result. */
  readonly needsId: boolean;
  /** The answer to a `login`, `subscribe` or `unsubscribe` that was done; undefined where there is none. */
  done(note: FrameNote, session: DialectSession): object | undefined;
  /** How a refusal says which frame it means. */
  refused(note: FrameNote): object;
  /** Whether whoever follows a topic gets a first frame of it at once. */
  readonly beginsWithData: boolean;
}

const byEcho: Acks = {
  needsId: false,
  beginsWithData: false,
  done: ({ op, topics }) => (op === 'login' ? { op, ok: true } : { op, topics, ok: true }),
  refused: ({ id, op, topics }) => (isNamed(op) ? { op, topics } : { id: id ?? null }),
};

/**
 * `id`: `{"id":1,"ok":true}`. `echo`: `{"op":"subscribe","topics":[…],"ok":true}`; refusals likewise. `list`: `{"op":"subscriptions","topics":[…]}` with
 * all topics that the socket follows now. `first-data`: nothing; each topic begins with a frame that says how things stand. A `login` is
 * answered `{"op":"login","ok":true}` in the last three, and `place` and `cancel` always by `id`.
 */
export function acksOf({ acks = 'id' }: PlainShape): Acks {
  switch (acks) {
    case 'id':
      return { needsId: true, beginsWithData: false, done: ({ id }) => ({ id, ok: true }), refused: ({ id }) => ({ id: id ?? null }) };
    case 'echo':
      return byEcho;
    case 'list':
      return {
        ...byEcho,
        done: (note, session) => (note.op === 'login' ? byEcho.done(note, session) : { op: 'subscriptions', topics: followed(session) }),
      };
    default:
      return { ...byEcho, beginsWithData: true, done: (note, session) => (note.op === 'login' ? byEcho.done(note, session) : undefined) };
  }
}

function isNamed(op: unknown): boolean {
  return op === 'login' || op === 'subscribe' || op === 'unsubscribe';
}

function followed({ topics, privateSubscriptions, state }: DialectSession): readonly string[] {
  const others = [...(privateSubscriptions.size > 0 ? ['account'] : []), ...(state.get('heartbeat') === true ? ['heartbeat'] : [])];
  return [...topics.keys(), ...others];
}
