import { afterEach, describe, expect, it } from 'vitest';
import { plainDialect, Refusal, type Dialect, type VenueLimit } from '@venuekit/venue';
import { openSite, transports, type Site } from './site.ts';

function broken(): never {
  throw new TypeError('a mistake of the dialect');
}

describe.each(transports)('a venue whose dialect is at fault %s', (transport) => {
  let site: Site;
  afterEach(() => site.close());

  const open = async (change: Partial<Dialect>): Promise<void> => {
    site = await openSite(transport, { dialect: { ...plainDialect(), ...change } });
  };
  const faultPlaces = (): readonly string[] => site.venue.dialectFaults.map(({ where }) => where);

  it.each(['decodeRequest', 'encodeReply'] as const)('answers 500 when %s throws, and goes on', async (name) => {
    await open({ [name]: broken });
    expect((await site.call('GET', '/time')).status).toBe(500);
    expect((await site.call('GET', '/time')).status).toBe(500);
    expect(faultPlaces()).toEqual([name, name]);
    expect(site.venue.dialectFaults[0]?.error).toBeInstanceOf(TypeError);
  });

  it('answers 500 when encodeRefusal throws', async () => {
    await open({ encodeRefusal: broken });
    expect((await site.call('GET', '/book/nothing')).status).toBe(500);
    expect(faultPlaces()).toEqual(['encodeRefusal']);
  });

  it('executes nothing when the charges name a limit that the dialect has not', async () => {
    const limits: readonly VenueLimit[] = plainDialect().limits.filter(({ name }) => name !== 'orders');
    await open({ limits });
    expect((await site.place('alice')).status).toBe(500);
    expect(faultPlaces()).toEqual(['charges']);
    expect(site.venue.world.openOrders('alice')).toEqual([]);
  });

  it('calls it the dialect and not a refusal when encodeReply refuses what was executed', async () => {
    await open({
      encodeReply: () => {
        throw new Refusal('unknown-order');
      },
    });
    expect((await site.place('alice')).status).toBe(500);
    expect(site.venue.world.openOrders('alice')).toHaveLength(1);
    expect(faultPlaces()).toEqual(['encodeReply']);
  });

  it('refuses a handshake with 500 when openSocket throws', async () => {
    await open({ openSocket: broken });
    expect((await site.open()).closed?.error?.message).toContain('500');
    expect(faultPlaces()).toEqual(['openSocket']);
  });

  it('ignores a frame when decodeFrame throws, and keeps the socket', async () => {
    await open({ decodeFrame: (text, session) => (text === 'boom' ? broken() : plainDialect().decodeFrame(text, session)) });
    const socket = await site.open();
    socket.send('boom');
    expect(await socket.events()).toEqual([]);
    expect(faultPlaces()).toEqual(['decodeFrame']);
  });

  it('keeps the engine, the other sockets and the other frames alive when an event cannot be encoded', async () => {
    await open({ encodeTrade: broken });
    const socket = await site.open();
    await socket.request({ op: 'subscribe', topics: ['trades.btc_usdt', 'book.btc_usdt'] });
    site.sell('201');
    expect((await site.place('alice', { price: '201' })).status).toBe(200);
    expect((await socket.events()).map(({ topic }) => topic)).toEqual(['book.btc_usdt', 'book.btc_usdt']);
    expect(faultPlaces()).toEqual(['encodeTrade']);
  });

  it('reports what the engine throws apart, with 500', async () => {
    await open({});
    Object.defineProperty(site.venue.world, 'openOrders', { value: broken });
    expect((await site.call('GET', '/orders', { as: 'alice' })).status).toBe(500);
    expect(site.venue.engineFaults.map(({ where }) => where)).toEqual(['open-orders']);
    expect(site.venue.dialectFaults).toEqual([]);
  });
});

describe('a venue on loopback whose dialect wants what the wire cannot carry', () => {
  let site: Site;
  afterEach(() => site.close());

  it('breaks the connection in place of a reply with an impossible header', async () => {
    site = await openSite('on loopback', {
      dialect: { ...plainDialect(), encodeReply: () => ({ status: 200, headers: { 'x-line': 'one\r\ntwo' }, body: '' }) },
    });
    await expect(site.call('GET', '/time')).rejects.toThrow('fetch');
    expect(site.venue.dialectFaults.map(({ where }) => where)).toEqual(['encodeReply']);
  });

  it('cuts a socket that is to be closed with an impossible code', async () => {
    site = await openSite('on loopback', {
      dialect: { ...plainDialect(), decodeFrame: () => [{ kind: 'close', code: 1_005, reason: '' }] },
    });
    const socket = await site.open();
    socket.send('anything');
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed?.code).toBe(1_006);
    expect(site.venue.dialectFaults.map(({ where }) => where)).toEqual(['close']);
    expect(site.venue.control.sockets()).toEqual([]);
  });
});
