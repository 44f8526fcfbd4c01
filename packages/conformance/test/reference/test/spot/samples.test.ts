import { fileURLToPath } from 'node:url';
import { readSamples, runSample } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { VenueSite } from './venue-site.ts';

const samples = readSamples(fileURLToPath(new URL('../samples', import.meta.url)));
const { definition } = new VenueSite();

describe('a payload of the venue’s documents', () => {
  it.each([
    ['symbols', 'initializeTradingPairSymbolsFromExchangeInfo'],
    ['rules', 'formatTradingRules'],
    ['book-snapshot', 'requestSnapshot'],
    ['book-diff', 'onFrame'],
    ['user-stream', 'userStreamEventListener'],
    ['placed-order', 'placeOrder'],
    ['canceled-order', 'placeCancel'],
    ['order', 'requestOrderStatus'],
    ['order-trades', 'allTradeUpdatesForOrder'],
    ['trades-since', 'tradeUpdatesSince'],
    ['open-orders', 'requestOpenOrders'],
    ['balances', 'updateBalances'],
    ['fees', 'updateTradingFees'],
    ['last-price', 'getLastTradedPrice'],
  ])('of kind %s is read by %s', async (kind, member) => {
    const own = samples.filter((sample) => sample.kind === kind);
    expect(own.length, `${member} has no payload of kind ${kind} to read in test/samples`).toBeGreaterThan(0);
    for (const sample of own) expect(await runSample(sample, definition), sample.origin).toEqual([]);
  });
});
