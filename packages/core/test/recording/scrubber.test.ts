import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RecordingAllowList } from '../../src/recording/recording-allow-list.ts';
import { Scrubber } from '../../src/recording/scrubber.ts';
import { Secret } from '../../src/runtime/secret.ts';

const KEY = 'Key4Key4Key4Key4Key4';

function scrubber(allowed: RecordingAllowList = {}, secrets: readonly string[] = [KEY]): Scrubber {
  return new Scrubber({ secrets: secrets.map((secret) => new Secret(secret)), allowed, salt: 'salt' });
}

function get(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): { method: string; url: string; headers: typeof headers; body: string } {
  return { method: 'GET', url, headers, body: '' };
}

describe('public traffic', () => {
  it('is what only reads and shows no credential; all of it is kept', () => {
    const url = 'https://api.venue.test/depth?symbol=BTCUSDT&limit=5';
    expect(scrubber().request(get(url, { accept: '*/*' }))).toEqual({ access: 'public', ...get(url, { accept: '*/*' }) });
    const body = '{"lastUpdateId":12345678901234567890,"bids":[["0.10","1"]],"trades":[{"id":77,"note":"hello you"}]}';
    expect(scrubber().reply('public', {}, body).body).toBe(body);
  });

  it('loses what stands under the name of a credential, in JSON and in text', () => {
    const shown = scrubber().reply(
      'public',
      {},
      '{"listenKey":"abcDEF123456","token":12,"note":"see ?signature=deadbeef99","pin":{"password":["p4"]}}',
    );
    expect(JSON.parse(shown.body)).toEqual({
      listenKey: 'xxxxxxxxxxxx',
      token: 11,
      note: 'see ?signature=xxxxxxxxxx',
      pin: { password: ['xx'] },
    });
  });

  it('keeps a name that sounds like a credential where the author lists it', () => {
    expect(scrubber({ members: ['token'] }).reply('public', {}, '{"token":"BTC"}').body).toBe('{"token":"BTC"}');
  });

  it('keeps headers of replies only when they are ordinary, counters of limits, or listed', () => {
    const headers = { 'content-type': 'text/plain', 'x-used-weight-1m': '17', 'x-request-id': 'abc7', 'set-cookie': 'sid=1' };
    expect(scrubber({ headers: ['X-Request-Id'] }).reply('public', headers, '').headers).toEqual({
      'content-type': 'text/plain',
      'x-used-weight-1m': '17',
      'x-request-id': 'abc7',
      'set-cookie': 'xxxxx',
    });
  });
});

describe('private traffic', () => {
  it.each([
    ['a signature in the query', get('https://api.venue.test/account?timestamp=1&signature=abcdef')],
    ['a header of its own', get('https://api.venue.test/account', { 'venue-passport': 'abc' })],
    ['a known secret anywhere', get(`https://api.venue.test/account?for=${KEY}`)],
    ['a segment of the path that looks like a key', get(`https://api.venue.test/ws/${'k'.repeat(40)}`)],
    ['a user in the address', get('https://bob:pw@api.venue.test/account')],
    ['a body', { ...get('https://api.venue.test/account'), body: '{}' }],
    ['a method that changes something', { ...get('https://api.venue.test/account'), method: 'DELETE' }],
    ['a path that the author calls private', get('https://api.venue.test/mine/all')],
  ])('is told by %s', (_what, request) => {
    expect(scrubber({ privatePaths: ['/mine'] }).request(request).access).toBe('private');
  });

  it('keeps what orders and balances are made of, and gives everything else a stand-in of the same form', () => {
    const body =
      '{"uid":12345678,"email":"bob@mail.org","name":"Bob Smith","symbol":"BTCUSDT","price":"60000.10","status":"FILLED","filled":true,"x":null}';
    const shown: unknown = JSON.parse(scrubber().reply('private', {}, body).body);
    expect(shown).toMatchObject({ symbol: 'BTCUSDT', price: '60000.10', status: 'FILLED', filled: true, x: null });
    expect(shown).toMatchObject({ uid: expect.any(Number), email: expect.stringMatching(/^[a-z]{3}@[a-z]{4}\.[a-z]{3}$/) });
    for (const told of ['12345678', 'bob', 'mail.org', 'Bob', 'Smith']) expect(JSON.stringify(shown)).not.toContain(told);
  });

  it('keeps what the author lists, and no free text and no address under an ordinary name', () => {
    const body = '{"orderId":77123,"reason":"called by Bob Smith","state":"bob@mail.org","i":5}';
    const shown = scrubber({ members: ['orderId'] }).reply('private', {}, body).body;
    expect(shown).toContain('"orderId":77123');
    for (const told of ['Bob', 'bob', 'mail.org', '"i":5']) expect(shown).not.toContain(told);
  });

  it('gives one value one stand-in, so that what belongs together stays together', () => {
    const one = scrubber();
    const sent = one.request(get('https://api.venue.test/orders/vk-1234567?orderRef=vk-1234567&symbol=A', { 'venue-key': KEY }));
    const shown: { ref: string } = JSON.parse(one.reply('private', {}, '{"ref":"vk-1234567"}').body);
    expect(shown.ref).not.toBe('vk-1234567');
    expect(sent.url).toBe(`https://api.venue.test/orders/${shown.ref}?orderRef=${shown.ref}&symbol=A`);
    expect(sent.headers).toEqual({ 'venue-key': 'xxxxxxxxxxxxxxxxxxxx' });
  });

  it('hides names of members that are data, and keeps those of fields', () => {
    const shown: unknown = JSON.parse(scrubber().reply('private', {}, '{"user_1":{"bob@mail.org":true,"4711":true}}').body);
    expect(Object.keys(shown ?? {})).toEqual(['user_1']);
    expect(JSON.stringify(shown)).not.toMatch(/bob|4711/);
  });

  it('scrubs forms, JSON in strings and in parameters, and text', () => {
    const one = scrubber();
    const form = one.request({ method: 'POST', url: 'https://api.venue.test/o', headers: {}, body: 'symbol=A&ref=b%20ob7&passphrase=pp' });
    expect(form.body).toMatch(/^symbol=A&ref=[a-z]%20[a-z]{2}\d&passphrase=xx$/);
    const nested = one.reply('private', {}, JSON.stringify({ data: JSON.stringify({ price: '1.5', owner: 'Bob' }) })).body;
    expect(nested).toContain('1.5');
    expect(nested).not.toContain('Bob');
    const asked = one.request(get('https://api.venue.test/o?list=[{"side":"buy","owner":"Bob"}]&signature=ff'));
    expect(decodeURIComponent(asked.url)).toMatch(/list=\[\{"side":"buy","owner":"(?!Bob)\w{3}"\}\]/);
    expect(one.reply('private', {}, 'Bob says hello').body).toMatch(/^\w{3} \w{4} \w{5}$/);
    expect(one.reply('private', {}, 'Bob says hello').body).not.toContain('Bob');
    expect(one.reply('private', {}, 'pong').body).toBe('pong');
    expect(one.request(get('https://api.venue.test/o?bare&%E0%A4%A=1', { key: 'k' })).url).toMatch(/\?[a-z]{4}&%E0%A4%A=\d$/);
  });
});

describe('credentials', () => {
  it('are known wherever they come again once they have stood under a telling name', () => {
    const one = scrubber();
    one.reply('private', {}, '{"listenKey":"pqia91ma19a5s61cv6a8"}');
    expect(one.request(get('wss://api.venue.test/ws/pqia91ma19a5s61cv6a8'))).toMatchObject({
      access: 'private',
      url: 'wss://api.venue.test/ws/xxxxxxxxxxxxxxxxxxxx',
    });
    expect(one.freeText('the key pqia91ma19a5s61cv6a8 has expired')).toBe('the key xxxxxxxxxxxxxxxxxxxx has expired');
    one.request(
      get('https://api.venue.test/account', { authorization: 'Bearer tokentokentoken42', 'venue-time': '2026-01-01T00:00:00.000Z' }),
    );
    expect(one.freeText('at 2026-01-01T00:00:00.000Z')).toBe('at 2026-01-01T00:00:00.000Z');
    expect(one.reply('public', {}, '{"echo":"tokentokentoken42"}').body).not.toContain('token42');
  });

  it('of a signed request are not looked for in long ids of its path', () => {
    const id = 'vk-0123456789-0123456789-0123456789';
    const other = 'vk-9999999999-0123456789-0123456789';
    const one = scrubber();
    const shown = [id, other].map((each) => one.request(get(`https://api.venue.test/orders/${each}?signature=ab`)).url.split(/[/?]/)[4]);
    expect(new Set([...shown, id, other]).size).toBe(4);
  });

  it('make a socket private from the frame on that shows one', () => {
    const one = scrubber();
    expect(one.frame('public', 'to-venue', '{"op":"subscribe","note":"Bob"}')).toEqual({
      access: 'public',
      text: '{"op":"subscribe","note":"Bob"}',
    });
    const login = one.frame('public', 'to-venue', '{"op":"login","apiKey":"abc","note":"Bob"}');
    expect(login.access).toBe('private');
    expect(JSON.parse(login.text)).toEqual({ op: 'login', apiKey: 'xxx', note: expect.not.stringContaining('Bob') });
    expect(one.frame('private', 'from-venue', '{"owner":"Bob"}').text).not.toContain('Bob');
    expect(one.frame('public', 'from-venue', '{"token":"abc"}')).toEqual({ access: 'public', text: '{"token":"xxx"}' });
  });

  it('in packed frames are replaced, and the frame is packed again', () => {
    const packed = gzipSync(JSON.stringify({ price: '1', text: KEY }));
    const shown = scrubber().binaryFrame('public', 'from-venue', packed);
    expect(gunzipSync(Buffer.from(shown.base64, 'base64')).toString('utf8')).toBe('{"price":"1","text":"xxxxxxxxxxxxxxxxxxxx"}');
    const clean = gzipSync('{"price":"1"}');
    expect(scrubber().binaryFrame('public', 'from-venue', clean).base64).toBe(clean.toString('base64'));
    const login = scrubber().binaryFrame('public', 'to-venue', Buffer.from('{"token":"abc"}'));
    expect(login).toEqual({ access: 'private', base64: Buffer.from('{"token":"xxx"}').toString('base64') });
  });

  it('leave unreadable bytes as they are in public, and nothing of them in private or beside a secret', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    const nothing = Buffer.alloc(4).toString('base64');
    expect(scrubber().binaryFrame('public', 'from-venue', bytes).base64).toBe(bytes.toString('base64'));
    expect(scrubber().binaryFrame('private', 'from-venue', bytes).base64).toBe(nothing);
    expect(scrubber({}, ['\u0000A\u0000A']).binaryFrame('public', 'from-venue', Buffer.from([0xff, 0, 65, 0, 65])).base64).toBe(
      Buffer.alloc(5).toString('base64'),
    );
  });

  it('that come together from pieces blank the whole', () => {
    expect(scrubber({}, ['k","b":"v']).reply('public', {}, '{"a":"k","b":"v"}').body).toMatch(/^x+$/);
  });

  it('too short to be looked for in texts are replaced where they are the whole value, and empty ones are none', () => {
    const one = scrubber({}, ['pw', '']);
    expect(one.reply('public', {}, '{"a":"pw","b":"pwd"}').body).toBe('{"a":"xx","b":"pwd"}');
  });

  it('as keys in PEM form are known by their lines', () => {
    const line = 'MC4CAQAwBQYDK2VwBCIEIGh7abcdefgh';
    const one = scrubber({}, [`-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----`]);
    expect(one.reply('public', {}, `{"a":"PRIVATE KEY","b":"${line}"}`).body).not.toContain(line);
    expect(one.reply('public', {}, '{"a":"PRIVATE KEY"}').body).toBe('{"a":"PRIVATE KEY"}');
  });
});
