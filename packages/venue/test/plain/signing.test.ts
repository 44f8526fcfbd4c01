import { Buffer } from 'node:buffer';
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import type { PlainShape, VenueAccount } from '@venuekit/venue';
import { afterEach, describe, expect, it } from 'vitest';
import { sign, type Site } from '../server/site.ts';
import { openShaped, type Reply, send } from './shaped-site.ts';

const TARGET = '/orders?market=btc_usdt';

let site: Site;

afterEach(() => site.end());

async function open(shape: PlainShape, key: Partial<NonNullable<VenueAccount['keys']>[number]> = {}): Promise<void> {
  const keys = [{ key: 'alice', kind: 'hmac', verifier: 'secret of alice', canTrade: true, ...key }] as const;
  site = await openShaped(shape, { accounts: [{ account: 'alice', balances: { USDT: '1000' }, keys }] });
}

const now = (): string => String(site.venue.world.nowMs());
const get = (target: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => send(site, 'GET', target, { headers });
const outcome = ({ status, body }: Reply): unknown => body['error'] ?? status;

describe('a signature in the query', () => {
  it('is over all that stands before it, and is the last of it', async () => {
    await open({ signing: 'query' });
    const query = `market=btc_usdt&key=alice&time=${now()}`;
    const signature = sign('alice', `GET/orders?${query}`);
    expect(outcome(await get(`/orders?${query}&signature=${signature}`))).toBe(200);
    expect(outcome(await get(`/orders?signature=${signature}&${query}`))).toBe('bad-signature');
    expect(outcome(await get(`/orders?${query}`))).toBe('missing-parameter');
    expect(outcome(await get(`/orders?${query.replace('btc', 'eth')}&signature=${signature}`))).toBe('bad-signature');
    expect(outcome(await get(`/orders?market=btc_usdt&key=nobody&time=${now()}&signature=${signature}`))).toBe('unknown-key');
    await site.clock.advance(5_001);
    expect(outcome(await get(`/orders?${query}&signature=${signature}`))).toBe('timestamp-too-old');
  });
});

describe('a passphrase', () => {
  it('is asked for besides the signature', async () => {
    await open({ signing: 'passphrase' }, { passphrase: 'open sesame' });
    const headers = { 'plain-key': 'alice', 'plain-time': now(), 'plain-signature': sign('alice', `${now()}GET${TARGET}`) };
    expect(outcome(await get(TARGET, { ...headers, 'plain-passphrase': 'open sesame' }))).toBe(200);
    expect(outcome(await get(TARGET, { ...headers, 'plain-passphrase': 'open barley' }))).toBe('not-permitted');
    expect(outcome(await get(TARGET, headers))).toBe('missing-parameter');
    const socket = await site.open();
    const login = { op: 'login', key: 'alice', time: now(), signature: sign('alice', `${now()}login`) };
    expect(await socket.request(login)).toMatchObject({ ok: false, error: 'missing-parameter', detail: 'passphrase' });
    expect(await socket.request({ ...login, passphrase: 'open sesame' })).toMatchObject({ ok: true });
  });
});

describe('other kinds of keys', () => {
  it('sign with HMAC-SHA512 where the key is of that kind', async () => {
    await open({ signing: 'nonce' }, { kind: 'hmac-sha512' });
    const signature = createHmac('sha512', 'secret of alice').update(`7GET${TARGET}`).digest('hex');
    const headers = { 'plain-key': 'alice', 'plain-nonce': '7' };
    expect(outcome(await get(TARGET, { ...headers, 'plain-signature': sign('alice', `7GET${TARGET}`) }))).toBe('bad-signature');
    expect(outcome(await get(TARGET, { ...headers, 'plain-signature': signature }))).toBe(200);
  });

  it('sign with RSA where the key is of that kind', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    await open({ signing: 'ed25519' }, { kind: 'rsa', verifier: publicKey.export({ type: 'spki', format: 'pem' }).toString() });
    const signature = signWith('RSA-SHA256', Buffer.from(`${now()}GET${TARGET}`), privateKey).toString('base64');
    expect(outcome(await get(TARGET, { 'plain-key': 'alice', 'plain-time': now(), 'plain-signature': signature }))).toBe(200);
  });
});

const withNonce = (nonce: string, target = TARGET): Promise<Reply> =>
  get(target, { 'plain-key': 'alice', 'plain-nonce': nonce, 'plain-signature': sign('alice', `${nonce}GET${target}`) });

describe('a nonce', () => {
  it('must grow from request to request', async () => {
    await open({ signing: 'nonce' });
    expect(outcome(await withNonce('7'))).toBe(200);
    expect((await withNonce('7')).body).toMatchObject({ error: 'timestamp-too-old', detail: 'nonce' });
    expect(outcome(await withNonce('6'))).toBe('timestamp-too-old');
    expect(outcome(await withNonce('9007199254740993'))).toBe(200);
    expect(outcome(await withNonce('9007199254740994'))).toBe(200);
    expect(outcome(await withNonce('9007199254740993'))).toBe('timestamp-too-old');
  });

  it('is not used up by a request that nobody signed or understood', async () => {
    await open({ signing: 'nonce' });
    const forged = { 'plain-key': 'alice', 'plain-nonce': '50', 'plain-signature': 'ab' };
    expect(outcome(await get(TARGET, forged))).toBe('bad-signature');
    expect(outcome(await withNonce('40', '/orders?market=none'))).toBe('unknown-symbol');
    expect(outcome(await withNonce('30'))).toBe(200);
    expect(outcome(await withNonce('many'))).toBe('malformed-parameter');
  });

  it('signs a login, too', async () => {
    await open({ signing: 'nonce' });
    const socket = await site.open();
    expect(await socket.request({ op: 'login', key: 'alice', nonce: '1', signature: sign('alice', '1login') })).toMatchObject({ ok: true });
    expect(await socket.request({ op: 'login', key: 'alice', nonce: '1', signature: sign('alice', '1logout') })).toMatchObject({
      ok: false,
    });
  });
});

describe('an Ed25519 key', () => {
  it('signs requests and logins', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    await open({ signing: 'ed25519' }, { kind: 'ed25519', verifier: publicKey.export({ type: 'spki', format: 'pem' }).toString() });
    const by = (content: string): string => signWith(null, Buffer.from(content), privateKey).toString('base64');
    const headers = { 'plain-key': 'alice', 'plain-time': now() };
    expect(outcome(await get(TARGET, { ...headers, 'plain-signature': by(`${now()}GET${TARGET}`) }))).toBe(200);
    expect(outcome(await get(TARGET, { ...headers, 'plain-signature': by(`${now()}GET/orders`) }))).toBe('bad-signature');
    const socket = await site.open();
    expect(await socket.request({ op: 'login', key: 'alice', time: now(), signature: by(`${now()}login`) })).toMatchObject({ ok: true });
  });
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a web token', () => {
  it.each(['es256', 'ed25519'] as const)('of a key of kind %s is for one method and path', async (kind) => {
    const { publicKey, privateKey } =
      kind === 'es256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    await open({ signing: 'jwt' }, { kind, verifier: publicKey.export({ type: 'spki', format: 'pem' }).toString() });
    const token = (uri: string): string => {
      const seconds = Math.floor(site.venue.world.nowMs() / 1_000);
      const content = `${part({ alg: kind === 'es256' ? 'ES256' : 'EdDSA', kid: 'alice' })}.${part({ uri, nbf: seconds - 1, exp: seconds + 60 })}`;
      const signature = signWith(kind === 'es256' ? 'SHA256' : null, Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${content}.${signature.toString('base64url')}`;
    };
    const good = token('GET /orders');
    expect(outcome(await get(TARGET, { authorization: `Bearer ${good}` }))).toBe(200);
    expect(outcome(await get('/balances', { authorization: `Bearer ${good}` }))).toBe('not-permitted');
    expect(outcome(await get(TARGET, { authorization: good }))).toBe('bad-key-format');
    expect(outcome(await get(TARGET))).toBe('missing-parameter');
    await site.clock.advance(61_000);
    expect(outcome(await get(TARGET, { authorization: `Bearer ${good}` }))).toBe('timestamp-too-old');
    const socket = await site.open();
    expect(await socket.request({ op: 'login', token: token('SOCKET login') })).toMatchObject({ ok: true });
    expect(await socket.request({ op: 'login', token: token('SOCKET subscribe') })).toMatchObject({ ok: false, error: 'not-permitted' });
  });
});

describe('a key that may not trade', () => {
  it('may ask, and neither place nor cancel', async () => {
    await open({}, { canTrade: false });
    const headers = (method: string, target: string, body = ''): Record<string, string> => ({
      'plain-key': 'alice',
      'plain-time': now(),
      'plain-signature': sign('alice', `${now()}${method}${target}${body}`),
    });
    expect(outcome(await get(TARGET, headers('GET', TARGET)))).toBe(200);
    const body = JSON.stringify({ market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100' });
    const placed = await send(site, 'POST', '/orders', { headers: headers('POST', '/orders', body), body });
    expect([placed.status, placed.body]).toEqual([403, { error: 'not-permitted', detail: 'key' }]);
    const target = '/orders/a?market=btc_usdt';
    expect((await send(site, 'DELETE', target, { headers: headers('DELETE', target) })).status).toBe(403);
    const socket = await site.open();
    await socket.request({ op: 'login', key: 'alice', time: now(), signature: sign('alice', `${now()}login`) });
    expect(await socket.request({ op: 'place', params: JSON.parse(body) })).toMatchObject({ ok: false, error: 'not-permitted' });
  });
});
