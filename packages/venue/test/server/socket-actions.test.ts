import { afterEach, describe, expect, it } from 'vitest';
import { plainDialect, Refusal, type SocketAction } from '@venuekit/venue';
import { openSite, transports, type Site, type TestSocket } from './site.ts';

const reply = (frame: string): SocketAction => ({ kind: 'reply', frame });
const ask = (id: number, weight = 1): SocketAction => ({
  kind: 'request',
  decoded: { operation: { kind: 'time' }, account: undefined, charges: [{ limit: 'weight', weight }], note: { id } },
});

describe.each(transports)('what a dialect makes of a frame %s', (transport) => {
  let site: Site;
  afterEach(() => site.end());

  const open = async (
    script: Readonly<Record<string, readonly SocketAction[]>>,
    opening: readonly SocketAction[] = [],
  ): Promise<TestSocket> => {
    const dialect = {
      ...plainDialect(),
      openSocket: () => opening,
      decodeFrame: (text: string) => script[text] ?? [reply(text)],
    };
    site = await openSite(transport, { dialect });
    site.venue.control.setLimit('weight', { limit: 5 });
    return site.open();
  };
  const say = async (socket: TestSocket, text: string): Promise<readonly string[]> => {
    socket.send(text);
    socket.send('fence');
    await site.until(() => socket.frames.includes('fence') || socket.closed !== undefined);
    return socket.frames.splice(0).filter((frame) => frame !== 'fence');
  };

  it('happens in the order of the list', async () => {
    const socket = await open({ go: [reply('one'), ask(2), reply('three')] });
    const [one, two, three] = await say(socket, 'go');
    expect([one, three]).toEqual(['one', 'three']);
    expect(two).toContain('"id":2,"ok":true');
  });

  it('ends at a request that is refused', async () => {
    const socket = await open({ go: [ask(1, 5), ask(2), { kind: 'subscribe-private', account: 'alice', number: 0 }, reply('never')] });
    expect((await say(socket, 'go')).map((frame) => frame.slice(0, 17))).toEqual(['{"id":1,"ok":true', '{"id":2,"ok":fals']);
    expect(site.venue.control.sockets()).toMatchObject([{ accounts: [] }]);
  });

  it('ends at a charge that is refused, with its note, before anything is remembered', async () => {
    const charge: SocketAction = { kind: 'charge', charges: [{ limit: 'weight', weight: 6 }], note: { id: 9 } };
    const socket = await open({ go: [charge, { kind: 'remember', name: 'account', value: 'alice' }, reply('never')] });
    expect(await say(socket, 'go')).toEqual([expect.stringContaining('{"id":9,"ok":false,"error":"rate-limited"')]);
  });

  it('tells the limit in place of a refusal whose charge is over it', async () => {
    const refuse: SocketAction = {
      kind: 'refuse',
      refusal: new Refusal('bad-enum', 'x'),
      note: { id: 1 },
      charges: [{ limit: 'weight', weight: 3 }],
    };
    const socket = await open({ go: [refuse] });
    expect(await say(socket, 'go')).toEqual(['{"id":1,"ok":false,"error":"bad-enum","detail":"x"}']);
    expect(await say(socket, 'go')).toEqual([expect.stringContaining('"error":"rate-limited"')]);
  });

  it('closes with the code of the dialect and does nothing after it', async () => {
    const socket = await open({ go: [reply('last'), { kind: 'close', code: 4_008, reason: 'too many messages' }, reply('never')] });
    expect(await say(socket, 'go')).toEqual(['last']);
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed).toMatchObject({ code: 4_008, reason: 'too many messages' });
    expect(socket.frames).toEqual([]);
  });

  it('may begin with the opening: what the URL asks for is followed at once', async () => {
    const topic = { name: 'book.btc_usdt', kind: 'book', tradingPair: 'BTC-USDT', intervalMs: 0 } as const;
    const socket = await open({}, [{ kind: 'subscribe', topics: [topic] }, reply('welcome')]);
    site.sell('201');
    await site.until(() => socket.frames.length === 2);
    expect(socket.frames).toEqual(['welcome', expect.stringContaining('"topic":"book.btc_usdt","first":2')]);
  });

  it('refuses the handshake when the opening costs more than the limit allows', async () => {
    const first = await open({}, [{ kind: 'charge', charges: [{ limit: 'weight', weight: 3 }] }]);
    expect(first.isOpen).toBe(true);
    expect((await site.open()).closed?.error?.message).toContain('429');
  });
});
