import { inspect } from 'node:util';
import { WebSocketServer } from 'ws';
import { expect, test } from 'vitest';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { createLogger } from '../../src/log/create-logger.ts';
import { createRuntime } from '../../src/network/create-runtime.ts';
import { StreamSession } from '../../src/network/stream-session.ts';
import { SystemRandom } from '../../src/random/system-random.ts';
import { listen } from './loopback.ts';

test('by default an application gets the real clock and randomness, and plain text only towards this machine', () => {
  const runtime = createRuntime();
  expect(runtime.clock).toBeInstanceOf(SystemClock);
  expect(runtime.random).toBeInstanceOf(SystemRandom);
  expect(runtime.allowsPlainText).toBe(false);
  expect([runtime.openSockets, runtime.openRequests]).toEqual([0, 0]);
});

test('a logger that the application brings is redacted', () => {
  const lines: string[] = [];
  const { log } = createRuntime({ log: createLogger({ clock: new SystemClock(), sink: (line) => lines.push(line) }) });
  log.warn({ apiKey: 'C4n4ry' }, 'careful');
  expect(inspect(lines)).not.toContain('C4n4ry');
  expect(lines).toHaveLength(1);
});

test('a session over a real socket logs in, subscribes, gets frames, and its stop leaves neither socket nor timer', async () => {
  await using loopback = await listen((_request, response) => response.end());
  const server = new WebSocketServer({ server: loopback.server });
  const received: string[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      received.push(data.toString());
      socket.send(`ack ${data.toString().split(' ')[0]}`);
    });
  });
  const runtime = createRuntime();
  const confirmed = Promise.withResolvers<readonly string[]>();
  const session = new StreamSession({
    runtime,
    plan: { url: `ws://127.0.0.1:${loopback.port}/`, sendSpacingMs: 0 },
    name: 'real',
    login: (nextRequestId) => {
      const requestId = nextRequestId();
      return [{ requestId, frame: `${requestId} login` }];
    },
    subscribeFrame: (topics, requestId) => `${requestId} subscribe ${topics.join(',')}`,
    onFrame: (frame) => session.acknowledge(Number(frame.toString().slice(4))),
    onLive() {},
    onInterrupted() {},
    onTopicsConfirmed: (topics) => confirmed.resolve(topics),
  });
  session.want(['a', 'b']);
  session.start();
  expect(await confirmed.promise).toEqual(['a', 'b']);
  expect(received).toEqual(['1 login', '2 subscribe a,b']);
  expect(runtime.openSockets).toBe(1);
  await session.stop();
  expect(runtime.openSockets).toBe(0);
  expect(runtime.clock.pendingTimers).toBe(0);
  server.close();
});
