import type { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { UserStreamDataSource } from '../../src/account/user-stream-data-source.ts';
import { UserStreamTracker } from '../../src/account/user-stream-tracker.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { ServerSocket } from '../../src/runtime/server-socket.ts';

/** Frames: `login <id>` is answered by `ack <id>`; everything else is an event, but for `terminated`. */
const dataSource: UserStreamDataSource = {
  stream: { url: 'wss://venue.test/private' },
  loginFrames: ({ nextRequestId }) => {
    const requestId = nextRequestId();
    return [{ requestId, frame: `login ${requestId}` }];
  },
  onFrame(frame: Buffer, sink) {
    const text = frame.toString();
    if (text.startsWith('ack ')) sink.acknowledged(Number.parseInt(text.slice(4), 10));
    else if (text === 'terminated') sink.terminated('the venue said so');
    else sink.event(text);
  },
};

function makeWorld() {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock, latency: 5 });
  const sockets: ServerSocket[] = [];
  network.serve('https://venue.test', {
    onSocket: (socket) => {
      sockets.push(socket);
      return { onMessage: (data) => socket.send(`ack ${data.toString().slice('login '.length)}`), onClose: () => undefined };
    },
  });
  const told: string[] = [];
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(1) });
  const tracker = new UserStreamTracker({
    runtime,
    dataSource,
    nowMs: () => clock.wallMs(),
    onEvent: (event) => void told.push(String(event)),
    repair: (gap) => {
      told.push(gap.fromMs === undefined ? 'repair from the start' : 'repair of a gap');
      return Promise.resolve({ recoveredFills: 0, changedOrders: 0 });
    },
    onStatus: (event) => void told.push(event.type),
  });
  return { clock, network, sockets, told, tracker };
}

describe('the private stream on a network', () => {
  it.each([
    ['is cut', (socket: ServerSocket) => socket.terminate(), ['stream-interrupted']],
    ['is terminated by the venue', (socket: ServerSocket) => socket.send('terminated'), ['stream-problem', 'stream-interrupted']],
  ] as const)(
    'logs in, repairs, delivers; when it %s it comes back and repairs the gap; stopped, it leaves nothing',
    async (_name, end, ending) => {
      const { clock, network, sockets, told, tracker } = makeWorld();
      tracker.start();
      await clock.advance(1_000);
      expect(tracker.isLive).toBe(true);
      sockets.at(-1)?.send('fill 1');
      await clock.advance(1_000);
      const first = sockets.at(-1);
      if (first !== undefined) end(first);
      await clock.advance(60_000);
      sockets.at(-1)?.send('fill 2');
      await clock.advance(1_000);
      expect(sockets).toHaveLength(2);
      const whole = ['stream-connected', 'repair', 'stream-restored'];
      expect(told.map((text) => (text.startsWith('repair') ? 'repair' : text))).toEqual([
        ...whole,
        'fill 1',
        ...ending,
        ...whole,
        'fill 2',
      ]);
      expect(told.filter((text) => text.startsWith('repair'))).toEqual(['repair from the start', 'repair of a gap']);

      const stopped = tracker.stop();
      await clock.advance(10_000);
      await stopped;
      expect([clock.pendingTimers, network.openSockets, tracker.state]).toEqual([0, 0, 'stopped']);
    },
  );

  it('can be stopped at any moment of its start, and started again', async () => {
    const { clock, network, told, tracker } = makeWorld();
    for (let delayMs = 0; delayMs < 40; delayMs += 3) {
      tracker.start();
      await clock.advance(delayMs);
      const stopped = tracker.stop();
      await clock.advance(10_000);
      await stopped;
      expect([clock.pendingTimers, network.openSockets]).toEqual([0, 0]);
    }
    tracker.start();
    await clock.advance(1_000);
    expect(tracker.isLive).toBe(true);
    expect(told.at(-1)).toBe('stream-restored');
    const stopped = tracker.stop();
    await clock.advance(10_000);
    await stopped;
  });
});
