import { asError, Secret, VenueRejection } from '@venuekit/core/connector';
import type { PayloadFields, RestCaller, StreamCredential, UserStreamDataSource, UserStreamSink } from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';
import { ShapedFrames } from './shaped-frames.ts';
import { payload } from './shaped-replies.ts';
import type { ShapedSigner } from './shaped-signer.ts';

const ORIGIN = 'stream';

/** What the private stream is made of. */
export interface ShapedUserStreamParts {
  readonly shape: PlainShape;
  readonly url: string;
  readonly apiKey: string;
  readonly signer: ShapedSigner;
  readonly rest: RestCaller;
}

/** The account's own events of a plain venue of any shape. */
export function shapedUserStream(parts: ShapedUserStreamParts): UserStreamDataSource {
  const { shape, url } = parts;
  const frames = new ShapedFrames(shape);
  const credential = credentialOf(parts);
  /** The number of the last message of each connection, where they are numbered. */
  const sequences = new WeakMap<UserStreamSink, number>();
  const count = (message: PayloadFields, sink: UserStreamSink): void => {
    const before = sequences.get(sink);
    if (shape.book !== 'connection-counter' || before === undefined) return;
    if (!message.has('sequence')) {
      if (!message.has('op')) sequences.set(sink, before + 1);
      return;
    }
    const sequence = message.count('sequence');
    sequences.set(sink, Math.max(before, sequence));
    // One that comes again has told nothing that is missing.
    if (sequence > before + 1) sink.terminated(`message ${sequence} came after ${before}`);
  };
  /** A message that cannot be read has come, and is none that was lost. */
  const countUnread = (sink: UserStreamSink): void => {
    const before = sequences.get(sink);
    if (before !== undefined) sequences.set(sink, before + 1);
  };
  return {
    stream: frames.plan(url),
    ...(credential !== undefined && { credential }),
    loginFrames: (login) => loginFrames(parts, frames, login),
    eventIdentity: (event) => JSON.stringify(event),
    onConnected: (sink) => void sequences.set(sink, 0),
    onFrame: (frame, sink) => {
      const progress = { isRead: false };
      try {
        const message = frames.read(frame, sink, (each) => {
          progress.isRead = true;
          count(each, sink);
        });
        if (message === undefined) return;
        const event = message.value('event');
        if (event === 'terminated') sink.terminated('the venue has ended the subscription');
        else if (event === 'listen-key-expired') sink.credentialExpired(message.text('listenKey'));
        else sink.event(Object.fromEntries(message.names.filter((name) => name !== 'sequence').map((name) => [name, message.value(name)])));
      } catch (error) {
        if (!progress.isRead) countUnread(sink);
        sink.problem(asError(error, ORIGIN));
      }
    },
  };
}

type Login = Parameters<UserStreamDataSource['loginFrames']>[0];
type LoginFrames = Awaited<ReturnType<UserStreamDataSource['loginFrames']>>;

async function loginFrames({ shape, signer, rest }: ShapedUserStreamParts, frames: ShapedFrames, login: Login): Promise<LoginFrames> {
  const form = shape.login ?? 'frame';
  const subscribe = (topics: readonly string[], more: object = {}): LoginFrames[number] => {
    const requestId = login.nextRequestId();
    return { requestId, frame: frames.request('subscribe', topics, requestId, more) };
  };
  const topics = ['account', ...frames.heartbeatTopics];
  switch (form) {
    case 'frame': {
      const requestId = login.nextRequestId();
      const first = { requestId, frame: frames.login(requestId, signer.frameMembers('login', login.nowMs)) };
      return [first, subscribe(topics)];
    }
    case 'url':
      return [subscribe(topics)];
    case 'subscribe':
      return [subscribe(topics, signer.frameMembers('subscribe', login.nowMs))];
    case 'token': {
      const reply = payload(shape, await rest.execute({ method: 'POST', path: '/token', limitId: 'all', isAuthRequired: true }), 'token');
      return [subscribe(topics, { token: reply.text('token') })];
    }
    default:
      return frames.heartbeatTopics.length === 0 ? [] : [subscribe(frames.heartbeatTopics)];
  }
}

function credentialOf({ shape, url, apiKey, rest }: ShapedUserStreamParts): StreamCredential | undefined {
  if (shape.login === 'url') {
    return {
      keepAliveIntervalMs: 86_400_000,
      validityMs: 864_000_000,
      create: () => Promise.resolve(new Secret(apiKey)),
      keepAlive: () => Promise.resolve(),
      classify: () => 'temporary',
      url: (key) => `${url}/?key=${key.reveal()}`,
    };
  }
  if (shape.login !== 'listen-key') return undefined;
  const call = (method: 'POST' | 'PUT' | 'DELETE', path: string, signal: AbortSignal): Promise<unknown> =>
    rest.execute({ method, path, limitId: 'all', isAuthRequired: true, signal });
  return {
    keepAliveIntervalMs: 1_800_000,
    validityMs: 3_600_000,
    create: async (signal) => new Secret(payload(shape, await call('POST', '/listen-key', signal), 'listen key').text('listenKey')),
    keepAlive: async (key, signal) => void (await call('PUT', `/listen-key/${key.reveal()}`, signal)),
    classify: (error) => (error instanceof VenueRejection && error.venueCode === 'not-found' ? 'gone' : 'temporary'),
    url: (key) => `${url}/?listenKey=${key.reveal()}`,
    close: async (key, signal) => void (await call('DELETE', `/listen-key/${key.reveal()}`, signal)),
  };
}
