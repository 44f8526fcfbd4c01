import { frameKind } from './frame-kind.ts';
import type { RecordedStream } from './recording.ts';

/** Gives out recorded sockets, each once: by path, and where several have the same path, by the frame that begins them. */
export class ReplayedStreams {
  readonly #unused: Set<RecordedStream>;
  readonly #unanswered: string[] = [];

  constructor(streams: readonly RecordedStream[]) {
    this.#unused = new Set(streams.filter(({ frames }) => frames.length > 0));
  }

  get unused(): readonly RecordedStream[] {
    return [...this.#unused];
  }

  /** The paths of sockets that stand nowhere in the recording, each once. */
  get unanswered(): readonly string[] {
    return [...new Set(this.#unanswered)];
  }

  noteUnknown(url: string): void {
    this.#unanswered.push(new URL(url).pathname);
  }

  /** `later`: the connector's first frame must tell. */
  find(url: string, firstFrame: string | undefined): RecordedStream | 'later' | undefined {
    const { pathname } = new URL(url);
    const candidates = [...this.#unused].filter(({ socket }) => new URL(socket.url).pathname === pathname);
    const [first] = candidates;
    if (first === undefined) return undefined;
    const isTold = candidates.some(({ frames }) => frames[0]?.direction === 'from-venue');
    if (candidates.length > 1 && !isTold && firstFrame === undefined) return 'later';
    const found = firstFrame === undefined ? first : (candidates.find((stream) => beginsWith(stream, firstFrame)) ?? first);
    this.#unused.delete(found);
    return found;
  }
}

/** Whether the socket was begun by a frame of this kind: the same words at the same places. */
function beginsWith({ frames }: RecordedStream, firstFrame: string): boolean {
  const [recorded] = frames;
  if (recorded === undefined || !('text' in recorded)) return false;
  return frameKind(recorded.text, []) === frameKind(firstFrame, []);
}
