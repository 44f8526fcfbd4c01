import { expect, it } from 'vitest';
import type { UserStreamSink } from '../../src/account/user-stream-data-source.ts';
import { UserStreamBench } from './scripted-session.ts';

it('a data source is told of each connection before its login, with the sink that its frames come with', async () => {
  const told: string[] = [];
  const sinks: UserStreamSink[] = [];
  const bench = new UserStreamBench({
    dataSource: {
      stream: { url: 'wss://venue.test/private' },
      onConnected: (sink) => {
        told.push('connected');
        sinks.push(sink);
      },
      loginFrames: () => {
        told.push('login');
        return [];
      },
      onFrame: (frame, sink) => void told.push(`${frame.toString()} ${sinks.indexOf(sink)}`),
    },
  });
  bench.tracker.start();
  await bench.session.options.login?.(() => 1);
  bench.session.live();
  bench.session.frame('a');
  await bench.session.options.login?.(() => 2);
  bench.session.frame('b');
  expect(told).toEqual(['connected', 'login', 'a 0', 'connected', 'login', 'b 0']);
  expect(sinks[0]).toBe(sinks[1]);
  await bench.tracker.stop();
});
