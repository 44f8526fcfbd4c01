import { Decimal } from '@venuekit/core/connector';
import { type Dialect, type OrderTicket, plainDialect } from '@venuekit/venue';
import { afterEach, describe, expect, it } from 'vitest';
import { openSite, type Site, transports } from './site.ts';

const ORDER: OrderTicket = {
  account: 'alice',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  price: new Decimal('100'),
  amount: new Decimal('1'),
};

describe.each(transports)('what a dialect may add to what it must do %s', (transport) => {
  let site: Site;
  afterEach(() => site.end());

  const open = async (change: Partial<Dialect>): Promise<void> => {
    site = await openSite(transport, { dialect: { ...plainDialect(), ...change } });
  };
  const used = async (): Promise<string | null> => (await site.call('GET', '/time')).headers.get('plain-used');
  const placeList = (): void => {
    const pending: OrderTicket = { ...ORDER, side: 'sell', type: 'limit-maker', price: new Decimal('300') };
    site.venue.world.placeList({ kind: 'oto', clientListId: 'L', working: ORDER, pending });
  };

  it('tells what happens to a list between its executions and the balances, to its owner alone', async () => {
    await open({
      encodeListStatus: ({ kind, list }, subscription) =>
        JSON.stringify({ topic: 'account', event: kind, list: list.clientListId, subscription }),
    });
    const [owner, other] = [await site.open(), await site.open()];
    await owner.login('alice');
    await owner.request({ op: 'subscribe', topics: ['account'] });
    await other.login('bob');
    await other.request({ op: 'subscribe', topics: ['account'] });
    placeList();
    const told = await owner.events();
    expect(told.map(({ event }) => event)).toEqual(['order', 'order', 'exec-started', 'balances']);
    expect(told[2]).toMatchObject({ list: 'L' });
    expect(await other.events()).toEqual([]);
  });

  it('says nothing of lists where it has no words for them', async () => {
    await open({});
    const socket = await site.open();
    await socket.login('alice');
    await socket.request({ op: 'subscribe', topics: ['account'] });
    placeList();
    expect((await socket.events()).map(({ event }) => event)).toEqual(['order', 'order', 'balances']);
  });

  it('gives back what a success does not cost, and keeps what a failure costs', async () => {
    let isSuccess = false;
    await open({
      decodeRequest: (request, desk) => {
        const decoded = plainDialect().decodeRequest(request, desk);
        return { ...decoded, refundOnSuccess: decoded.charges, isSuccess: (result) => result.kind === 'time' && isSuccess };
      },
    });
    expect([await used(), await used()]).toEqual(['weight=1/1200', 'weight=2/1200']);
    isSuccess = true;
    expect([await used(), await used()]).toEqual(['weight=2/1200', 'weight=2/1200']);
  });
});
