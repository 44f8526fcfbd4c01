import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { createRuntime } from '../../src/network/create-runtime.ts';
import { KyHttpClient } from '../../src/network/ky-http-client.ts';
import { MemoryRecordingSink } from '../../src/recording/recording-sink.ts';
import { recordingRuntime } from '../../src/recording/recording-runtime.ts';
import { Secret } from '../../src/runtime/secret.ts';
import { listen } from '../network/loopback.ts';

const SECRET = 'Very5ecret'.repeat(4);

function recorded(): { readonly sink: MemoryRecordingSink; readonly runtime: ReturnType<typeof recordingRuntime> } {
  const sink = new MemoryRecordingSink();
  const runtime = recordingRuntime(createRuntime({ log: silentLogger }), sink, {
    secrets: [new Secret(SECRET)],
    connector: { name: 'probe' },
  });
  return { sink, runtime };
}

it('requests over real HTTP are recorded as the connector reads them, unpacked, and come as they would without', async () => {
  const seen: string[] = [];
  await using server = await listen((request, response) => {
    seen.push(`${request.method ?? ''} ${request.headers['venue-key']?.toString() ?? ''}`);
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
    response.end(gzipSync(`{"echo":"${SECRET}","price":1.50}`));
  });
  const { sink, runtime } = recorded();
  const http = new KyHttpClient(runtime);
  const url = `http://127.0.0.1:${server.port}/orders?symbol=A`;
  const answer = await http.send({ method: 'POST', url, headers: { 'venue-key': SECRET }, body: '{"side":"buy"}', timeoutMs: 5_000 });
  expect(answer).toMatchObject({ status: 200, text: `{"echo":"${SECRET}","price":1.50}` });
  await http.close();
  expect(seen).toEqual([`POST ${SECRET}`]);
  const [header = '', request = '', reply = ''] = sink.text.split('\n');
  expect(JSON.parse(header)).toMatchObject({ source: { kind: 'embedded', host: `127.0.0.1:${server.port}` } });
  expect(JSON.parse(request)).toMatchObject({ method: 'POST', body: '{"side":"buy"}', headers: { 'venue-key': 'x'.repeat(40) } });
  expect(JSON.parse(reply)).toMatchObject({ status: 200, body: `{"echo":"${'x'.repeat(40)}","price":1.50}` });
  expect(sink.text).not.toContain(SECRET);
});

it('a request that is given up leaves a line that says so', async () => {
  await using server = await listen((_request, response) => {
    response.writeHead(200);
    response.write('half of');
  });
  const { sink, runtime } = recorded();
  const controller = new AbortController();
  const response = await runtime.fetch(new Request(`http://127.0.0.1:${server.port}/slow`, { signal: controller.signal }));
  const text = response.text();
  controller.abort();
  await expect(text).rejects.toThrow('abort');
  expect(sink.text).toContain('"cut":"broken"');
});

it('sockets over a real wire are recorded in both directions', async () => {
  await using server = await listen(() => undefined);
  const sockets = new WebSocketServer({ server: server.server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
      socket.close(4_001, SECRET);
    });
  });
  const { sink, runtime } = recorded();
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => {
    const socket = runtime.openSocket(
      { url: `ws://127.0.0.1:${server.port}/stream` },
      {
        onOpen: () => socket.send(`{"op":"login","token":"${SECRET}","price":"1.50"}`),
        onMessage: (data) => void heard.push(data.toString('utf8')),
        onPing: () => undefined,
        onPong: () => undefined,
        onClose: ({ code }) => resolve(code),
      },
    );
  });
  expect(await closed).toBe(4_001);
  sockets.close();
  expect(heard).toEqual([`{"op":"login","token":"${SECRET}","price":"1.50"}`]);
  expect(sink.text).not.toContain(SECRET);
  const frames = sink.text.split('\n').filter((line) => line.includes('"type":"frame"'));
  expect(frames.map((line) => /"direction":"([a-z-]+)"/.exec(line)?.[1])).toEqual(['to-venue', 'from-venue']);
  for (const line of frames) expect(line).toContain('\\"price\\":\\"1.50\\"');
});
