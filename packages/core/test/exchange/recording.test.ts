import { expect, it } from 'vitest';
import { MemoryRecordingSink } from '../../src/recording/recording-sink.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from './connector-bench.ts';

it('a connector writes its requests and sockets down where its options say so', async () => {
  const sinks = [new MemoryRecordingSink(), new MemoryRecordingSink()] as const;
  const versions = [{ version: '1.2.3' }, {}];
  for (const [index, sink] of sinks.entries()) {
    const bench = new ConnectorBench({ connector: { recording: { sink, secrets: [], ...versions[index] } } });
    await bench.start();
    await bench.close();
  }
  const [first = '', ...lines] = sinks[0].text.trimEnd().split('\n');
  expect(JSON.parse(first)).toMatchObject({
    type: 'recording',
    source: { kind: 'embedded' },
    connector: { name: 'scripted', version: '1.2.3', tradingPairs: [PAIR, OTHER_PAIR] },
  });
  expect(sinks[1].text).not.toContain('version":"');
  expect(lines.join('\n')).toContain('https://venue.test/rules');
  expect(lines.join('\n')).toContain('wss://venue.test/private');
  const types = lines.map((line) => /^\{"type":"([a-z]+)"/.exec(line)?.[1]);
  expect(new Set(types)).toEqual(new Set(['request', 'reply', 'socket', 'open', 'frame', 'close']));
});
