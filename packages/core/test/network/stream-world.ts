import { ManualClock } from '../../src/clock/manual-clock.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { StreamSession } from '../../src/network/stream-session.ts';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import type { StreamPlan } from '../../src/network/stream-plan.ts';
import type { Random } from '../../src/runtime/random.ts';
import type { ServerSocket } from '../../src/runtime/server-socket.ts';
import type { LogFields, Logger } from '../../src/runtime/logger.ts';

export const ORIGIN = 'wss://stream.test';

/** A request frame of the little protocol that the tests speak. */
interface Frame {
  readonly id: number;
  readonly do: 'login' | 'subscribe' | 'unsubscribe';
  readonly topics: readonly string[];
}

/** One connection as the server has it. */
interface Connection {
  readonly socket: ServerSocket;
  readonly frames: Frame[];
  /** Whether each of the frames was a binary one. */
  readonly binary: boolean[];
  /** When each of the frames came. */
  readonly times: number[];
  pings: number;
}

/** What the server does with request frames: answers, refuses, or keeps quiet. */
type Verdict = 'accept' | 'refuse' | 'ignore';

export interface StreamWorld {
  readonly clock: ManualClock;
  readonly network: InProcessNetwork;
  readonly session: StreamSession;
  /** What the owner heard, with the time. */
  readonly heard: string[];
  readonly connections: Connection[];
  /** Lines of level warn and error. */
  readonly logged: string[];
  /** Decides over each request frame; replaceable. */
  judge: (frame: Frame) => Verdict;
  /** Number that the random source gives. */
  chance: number;
  connection(): Connection;
  live(): Promise<void>;
}

const topicFrames: Pick<StreamSessionOptions, 'subscribeFrame' | 'unsubscribeFrame'> = {
  subscribeFrame: (topics, id) => JSON.stringify({ id, do: 'subscribe', topics }),
  unsubscribeFrame: (topics, id) => JSON.stringify({ id, do: 'unsubscribe', topics }),
};

/** A session with a server that speaks `{id, do, topics}` and answers `ack:<id>` or `no:<id>`. */
export function streamWorld(
  plan: Partial<StreamPlan> = {},
  overrides: Partial<StreamSessionOptions> = {},
  abilities: { readonly hasTopics: boolean } = { hasTopics: true },
): StreamWorld {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const heard: string[] = [];
  const logged: string[] = [];
  const connections: Connection[] = [];
  const note = (text: string): void => {
    heard.push(`${clock.monotonicMs()} ${text}`);
  };
  network.serve(ORIGIN, {
    onSocket(socket) {
      const connection: Connection = { socket, frames: [], binary: [], times: [], pings: 0 };
      connections.push(connection);
      return {
        onMessage(data, isBinary) {
          const frame: Frame = JSON.parse(data.toString());
          connection.frames.push(frame);
          connection.binary.push(isBinary);
          connection.times.push(clock.monotonicMs());
          const verdict = world.judge(frame);
          if (verdict === 'accept') socket.send(`ack:${frame.id}`);
          if (verdict === 'refuse') socket.send(`no:${frame.id}`);
        },
        onPing() {
          connection.pings += 1;
        },
        onClose: (info) => note(`server sees ${info.code}`),
      };
    },
  });
  const random: Random = { next: () => world.chance, hex: (length) => '00'.repeat(length) };
  const session = new StreamSession({
    runtime: inProcessRuntime({ clock, network, random, log: listLogger(logged) }),
    plan: { url: `${ORIGIN}/ws`, ...plan },
    name: 'test stream',
    ...(abilities.hasTopics ? topicFrames : {}),
    onFrame(data) {
      const [kind, id = ''] = data.toString().split(':');
      if (kind === 'ack') session.acknowledge(Number(id));
      else if (kind === 'no') session.refuse(Number(id), new Error(`the venue refused ${id}`));
      else note(`frame ${data.toString()}`);
    },
    onLive: (generation) => note(`live ${generation}`),
    onInterrupted: (reason) => note(`interrupted: ${reason}`),
    onTopicsConfirmed: (topics) => note(`confirmed ${topics.join(' ')}`),
    onTopicsRefused: (topics, error) => note(`refused ${topics.join(' ')}: ${error.message}`),
    ...overrides,
  });
  const world: StreamWorld = {
    clock,
    network,
    session,
    heard,
    connections,
    logged,
    judge: () => 'accept',
    chance: 0.5,
    connection() {
      const last = connections.at(-1);
      if (last === undefined) throw new Error('nobody has connected');
      return last;
    },
    async live() {
      session.start();
      await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
    },
  };
  return world;
}

function listLogger(lines: string[]): Logger {
  const write = (fields: LogFields, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.message : value))}`);
  };
  const log: Logger = { debug() {}, info() {}, warn: write, error: write, child: () => log };
  return log;
}

/** Stops the session, with a server that cuts what is left, and throws when a socket or a timer stays. */
export async function endWithNothingLeft(world: StreamWorld): Promise<void> {
  const stopped = world.session.stop();
  for (const { socket } of world.connections) socket.terminate();
  await world.clock.advance(3_000);
  await stopped;
  if (world.session.status.phase !== 'stopped') throw new Error(`the session is ${world.session.status.phase}`);
  if (world.network.sockets.length > 0) throw new Error('a socket is left');
  if (world.clock.pendingTimers > 0) throw new Error('a timer is left');
}

/** A login of two frames. */
export const twoFrameLogin: Partial<StreamSessionOptions> = {
  login: (nextRequestId) =>
    ['first', 'second'].map((name) => {
      const id = nextRequestId();
      return { requestId: id, frame: JSON.stringify({ id, do: 'login', topics: [name] }) };
    }),
};
