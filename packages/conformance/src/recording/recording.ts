import type {
  RecordedAccess,
  RecordedClose,
  RecordedEvent,
  RecordedFrame,
  RecordedReply,
  RecordedRequest,
  RecordedSocket,
  RecordingHeader,
} from '@venuekit/core/testing';

/** A recording as it was read. */
export interface Recording {
  /** The file's name, for texts. */
  readonly origin: string;
  readonly header: RecordingHeader;
  /** In the order in which things happened; without the lines that could not be read. */
  readonly events: readonly RecordedEvent[];
  /** The lines that could not be read: where, which field, why. */
  readonly problems: readonly string[];
}

/** A request and the reply that it got. */
export interface RecordedCall {
  readonly request: RecordedRequest;
  /** Undefined when it failed, or the recording ended before. */
  readonly reply: RecordedReply | undefined;
}

/** A socket with its frames, in their order. */
export interface RecordedStream {
  readonly socket: RecordedSocket;
  readonly openedMs: number | undefined;
  readonly frames: readonly RecordedFrame[];
  readonly close: RecordedClose | undefined;
  /** Whether anything was begun after it had closed: then it was not the connector's own end. */
  readonly isClosedMidway: boolean;
  /** Private when any of it is. */
  readonly access: RecordedAccess;
}

/** The requests of a recording, in the order of their sending. */
export function callsOf({ events }: Pick<Recording, 'events'>): readonly RecordedCall[] {
  const replies = new Map(events.flatMap((event) => (event.type === 'reply' ? [[event.connection, event]] : [])));
  return events.flatMap((event) => (event.type === 'request' ? [{ request: event, reply: replies.get(event.connection) }] : []));
}

/** The sockets of a recording, in the order in which they were asked for. */
export function streamsOf({ events }: Pick<Recording, 'events'>): readonly RecordedStream[] {
  const lastBeginning = events.findLast(({ type }) => type === 'request' || type === 'socket')?.order ?? 0;
  return events.flatMap((socket) => {
    if (socket.type !== 'socket') return [];
    const own = events.filter(({ connection }) => connection === socket.connection);
    const frames = own.filter((event) => event.type === 'frame');
    const close = own.find((event) => event.type === 'close');
    return [
      {
        socket,
        frames,
        openedMs: own.find(({ type }) => type === 'open')?.atMs,
        close,
        isClosedMidway: close !== undefined && close.order < lastBeginning,
        access: [socket, ...frames].some(({ access }) => access === 'private') ? 'private' : 'public',
      },
    ];
  });
}
