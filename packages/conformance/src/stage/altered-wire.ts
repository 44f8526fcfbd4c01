import { decorate } from '@venuekit/core/connector';
import { Refusal, type Dialect, type FrameKind, type Operation } from '@venuekit/venue';

/** Gives another text for a text of the venue; the same one leaves it as it is. */
export type TextChange = (text: string) => string;

/** The kinds of frames whose texts can be changed. */
export type AlterableFrame = Extract<FrameKind, 'book' | 'trade' | 'top'>;

/** Changes what a venue says on its way out, as a proxy, a cache or a careless release of the venue would. */
export class AlteredWire {
  readonly #replies = new Map<Operation['kind'], Set<TextChange>>();
  readonly #frames = new Map<AlterableFrame, Set<TextChange>>();

  /** The dialect whose texts are changed; everything else of it stays as it is. */
  wrap(dialect: Dialect): Dialect {
    return decorate<Dialect>(dialect, {
      encodeReply: (result, decoded, desk) => {
        const reply = dialect.encodeReply(result, decoded, desk);
        return { ...reply, body: altered(this.#replies.get(result.kind), reply.body) };
      },
      encodeSocketReply: (outcome, note, session, decoded) => {
        const text = dialect.encodeSocketReply(outcome, note, session, decoded);
        return outcome instanceof Refusal ? text : altered(this.#replies.get(outcome.kind), text);
      },
      encodeBook: (change, topic, session) => altered(this.#frames.get('book'), dialect.encodeBook(change, topic, session)),
      encodeTop: (book, topic, session) => altered(this.#frames.get('top'), dialect.encodeTop(book, topic, session)),
      encodeTrade: (trade, topic, session) => altered(this.#frames.get('trade'), dialect.encodeTrade(trade, topic, session)),
    });
  }

  /** @returns what ends it. */
  alterReplies(operation: Operation['kind'], change: TextChange): () => void {
    return note(this.#replies, operation, change);
  }

  /** @returns what ends it. */
  alterFrames(frame: AlterableFrame, change: TextChange): () => void {
    return note(this.#frames, frame, change);
  }
}

function note<Kind>(changes: Map<Kind, Set<TextChange>>, kind: Kind, change: TextChange): () => void {
  const ofKind = changes.get(kind) ?? new Set();
  changes.set(kind, ofKind.add(change));
  return () => ofKind.delete(change);
}

function altered(changes: Iterable<TextChange> | undefined, text: string): string {
  let result = text;
  for (const change of changes ?? []) result = change(result);
  return result;
}
