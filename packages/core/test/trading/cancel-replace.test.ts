import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { AdvancedBench } from '../exchange/advanced-bench.ts';
import { PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer, refusedConnection, venueSaysNo } from '../exchange/scripted-venue.ts';

const d = (text: string | number): Decimal => new Decimal(text);

describe('a cancel-replace', () => {
  const replacement = { side: 'buy', orderType: 'limit', amount: '2', price: '90' } as const;

  it('ends the old order and places the new one', async () => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    const newId = result.placed.clientOrderId;
    expect(result).toEqual({ canceled: { clientOrderId: id, outcome: 'accepted' }, placed: { clientOrderId: newId, outcome: 'accepted' } });
    expect(bench.sent).toEqual(['replace stop-on-failure']);
    await bench.clock.advance(100);
    expect([bench.orderEvents(id), bench.orderEvents(newId)]).toEqual([['order-created', 'order-canceled'], ['order-created']]);
    expect(bench.orderOf(newId)).toMatchObject({ amount: d(2), state: 'open' });
    await bench.close();
  });

  it('may need the funds that the old order holds', async () => {
    const bench = await AdvancedBench.started();
    const usdt = (available: number): void =>
      void bench.venue.balances.splice(0, 1, { asset: 'USDT', total: d(100), available: d(available) });
    usdt(100);
    await bench.clock.advance(130_000);
    const id = await bench.openOrder('1', '100');
    usdt(0);
    await bench.clock.advance(130_000);
    expect(bench.connector.getAvailableBalance('USDT')).toEqual(d(0));
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, { ...replacement, amount: '1' }));
    expect(result.placed).toMatchObject({ outcome: 'accepted' });
    await bench.close();
  });

  it('whose new order is denied leaves the old one alone', async () => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, { ...replacement, price: '0' }));
    expect(result).toMatchObject({ canceled: { outcome: 'denied' }, placed: { outcome: 'denied' } });
    expect(bench.sent).toEqual([]);
    expect(bench.orderOf(id)?.state).toBe('open');
    await bench.clock.advance(100);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ clientOrderId: result.placed.clientOrderId, denialReason: 'invalid-price' }]);
    await bench.close();
  });

  it.each<[string, (id: string, bench: AdvancedBench) => Promise<string>]>([
    ['that is done', async (id, bench) => (await bench.settle(bench.connector.cancel(PAIR, id))).clientOrderId],
    ['that nobody knows', async () => Promise.resolve('nobody')],
  ])('of an order %s is denied', async (_name, prepare) => {
    const bench = await AdvancedBench.started();
    const id = await prepare(await bench.openOrder('1'), bench);
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    expect(result).toMatchObject({ canceled: { outcome: 'denied' }, placed: { outcome: 'denied' } });
    await bench.clock.advance(100);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ denialReason: 'not-replaceable' }]);
    await bench.close();
  });

  it('of which the venue did only the one half, or the other, says so of each', async () => {
    const refusal = new VenueRejection({ reason: 'insufficient-balance', status: 409, venueCode: '-2010', venueMessage: 'no' });
    const bench = await AdvancedBench.started({
      members: (venue) => ({
        cancelReplaceOrder: async (_context, reference, request, mode) =>
          mode === 'stop-on-failure'
            ? { canceled: { value: await venue.cancel(reference) }, placed: { error: refusal } }
            : { canceled: { error: refusal }, placed: { value: await venue.place(request) } },
      }),
    });
    const first = await bench.openOrder('1');
    const half = await bench.settle(bench.connector.cancelReplace(PAIR, first, replacement));
    expect(half).toMatchObject({ canceled: { outcome: 'accepted' }, placed: { outcome: 'rejected' } });
    expect(bench.orderEvents(first)).toEqual(['order-created', 'order-canceled']);
    expect(bench.orderEvents(half.placed.clientOrderId)).toEqual(['order-failed']);

    const second = await bench.openOrder('1');
    const other = await bench.settle(bench.connector.cancelReplace(PAIR, second, replacement, 'allow-failure'));
    expect(other).toMatchObject({ canceled: { outcome: 'rejected' }, placed: { outcome: 'accepted' } });
    expect(bench.orderOf(second)?.state).toBe('open');
    expect(bench.orderEvents(other.placed.clientOrderId)).toEqual(['order-created']);
    await bench.close();
  });

  it.each([
    { what: 'both halves', cancels: true, places: true, old: 'order-canceled', fresh: 'order-created' },
    { what: 'the cancel alone', cancels: true, places: false, old: 'order-canceled', fresh: 'order-failed' },
    { what: 'nothing', cancels: false, places: false, old: undefined, fresh: 'order-failed' },
  ])('without an answer, of which $what was carried out, is asked for until both are known', async ({ cancels, places, old, fresh }) => {
    const bench = await AdvancedBench.started({
      members: (venue) => ({
        cancelReplaceOrder: async (_context, reference, request) => {
          if (cancels) await venue.cancel(reference);
          if (places) await venue.place(request);
          throw lostAnswer();
        },
      }),
    });
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    expect(result).toMatchObject({ canceled: { outcome: 'unknown' }, placed: { outcome: 'unknown' } });
    await bench.clock.advance(90_000);
    expect(bench.orderEvents(id)).toEqual(old === undefined ? ['order-created'] : ['order-created', old]);
    expect(bench.orderEvents(result.placed.clientOrderId)).toEqual([fresh]);
    expect(bench.connector.inFlightOrders.has(id)).toBe(old === undefined);
    await bench.close();
  });

  it.each([
    ['rejected', venueSaysNo()],
    ['denied', refusedConnection()],
  ])('that is %s as a whole leaves the old order open and fails the new one', async (outcome, error) => {
    const bench = await AdvancedBench.started({ members: () => ({ cancelReplaceOrder: () => Promise.reject(error) }) });
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    expect(result).toMatchObject({ canceled: { outcome }, placed: { outcome } });
    expect(bench.orderOf(id)?.state).toBe('open');
    expect(bench.orderEvents(result.placed.clientOrderId)).toEqual(['order-failed']);
    await bench.close();
  });
});
