import { fileURLToPath } from 'node:url';
import { readSamples, runSample } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';

const samples = readSamples(fileURLToPath(new URL('../samples', import.meta.url)));
const definition = binanceSpot({ tradingPairs: ['BTC-USDT'], apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) });

describe('a payload of the documentation', () => {
  it.each(samples.map((sample) => [sample.origin, sample] as const))('%s is read as expected', async (_, sample) => {
    expect(await runSample(sample, definition)).toEqual([]);
  });

  it('is there for every kind of sample', () => {
    expect(new Set(samples.map(({ kind }) => kind)).size).toBe(15);
  });
});
