import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@venuekit/core';
import { InProcessNetwork, ManualClock, SeededRandom, inProcessRuntime } from '@venuekit/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordFor } from '../../docs/examples/recording.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'venuekit-docs-recording-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

it('the example of the guide to recordings writes a file without keys', async () => {
  const path = join(directory, 'one.jsonl');
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  network.serve('https://api.binance.com', {
    onRequest: ({ headers }) => ({ status: 200, headers: {}, body: JSON.stringify([...headers]) }),
  });
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(1) });
  const keys = { apiKey: new Secret('Ak1'.repeat(20)), apiSecret: new Secret('Sk2'.repeat(20)) };
  await Promise.all([recordFor(20_000, path, runtime, keys), clock.advance(60_000)]);
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(JSON.parse(header)).toMatchObject({
    source: { kind: 'embedded', host: 'api.binance.com' },
    connector: { name: 'binance', version: '1.2.0', tradingPairs: ['BTC-USDT'] },
  });
  expect(lines.join('\n')).toContain('/api/v3/exchangeInfo');
  expect(lines.join('\n')).not.toMatch(/Ak1|Sk2/);
});
