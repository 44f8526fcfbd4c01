import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log/create-logger.ts';
import { redactingLogger } from '../../src/log/redacting-logger.ts';
import { scrubPath, scrubText } from '../../src/log/scrub-text.ts';
import { scrubFields, scrubValue } from '../../src/log/scrub-value.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { NetworkError } from '../../src/errors/network-error.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import { Secret } from '../../src/runtime/secret.ts';
import type { LogFields, Logger } from '../../src/runtime/logger.ts';

const CANARY = 'C4n4ryC4n4ryC4n4ry';

function capture(level: 'debug' | 'info' | 'error' | 'silent' = 'debug'): { readonly lines: string[]; readonly log: Logger } {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, clock: { wallMs: () => 123 }, sink: (line) => lines.push(line) }) };
}

test('lines are JSON in the form of pino, and those below the level are not written', () => {
  const { lines, log } = capture('info');
  log.debug({}, 'hidden');
  log.info({ pair: 'BTC-USDT', amount: new Decimal('0.10') }, 'hello');
  log.warn({}, 'careful');
  log.error({}, 'bad');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { level: 30, time: 123, msg: 'hello', pair: 'BTC-USDT', amount: '0.1' },
    { level: 40, time: 123, msg: 'careful' },
    { level: 50, time: 123, msg: 'bad' },
  ]);
});

test('a child adds its fields to each line, and fields cannot replace level, time and message', () => {
  const { lines, log } = capture();
  log.child({ stream: 'market', apiKey: CANARY }).child({ pair: 'A-B' }).info({ level: 99, msg: 'forged' }, 'real');
  expect(JSON.parse(lines[0] ?? '')).toEqual({ stream: 'market', apiKey: '[redacted]', pair: 'A-B', level: 30, time: 123, msg: 'real' });
});

test.each([
  'signature',
  'apiKey',
  'api_key',
  'X-MBX-APIKEY',
  'secretKey',
  'listenKey',
  'access_token',
  'Authorization',
  'passphrase',
  'private-key',
  'Set-Cookie',
  'sign',
  'jwt',
])('a value under the name %s is redacted, at any depth', (name) => {
  const { lines, log } = capture();
  log.info({ [name]: CANARY, inner: { list: [{ [name]: CANARY }], map: new Map([[name, { value: CANARY }]]) } }, 'request');
  expect(lines[0]).not.toContain(CANARY);
  expect(lines[0]).toContain('[redacted]');
});

test('names that only look alike are kept, and so are flags and missing values under secret names', () => {
  expect(scrubFields({ design: 'x', key: 'BTC', signal: 1, hasToken: true, apiKey: undefined, secret: null })).toEqual({
    design: 'x',
    key: 'BTC',
    signal: 1,
    hasToken: true,
    apiKey: undefined,
    secret: null,
  });
});

test('URLs in any text lose query, fragment, user and key-like path segments', () => {
  const key = 'a'.repeat(64);
  expect(scrubText(`GET https://u:${CANARY}@api.test:8443/api/v3/order?symbol=A&signature=${CANARY}#${CANARY} failed`, 500)).toBe(
    'GET https://api.test:8443/api/v3/order failed',
  );
  expect(scrubText(`wss://stream.test/ws/${key}?x=${CANARY}`, 500)).toBe('wss://stream.test/ws/[redacted]');
  expect(scrubPath(`/ws/${key}/trades`)).toBe('/ws/[redacted]/trades');
});

test('values after secret names inside of a text are redacted', () => {
  for (const text of [
    `symbol=A&signature=${CANARY}&x=1`,
    `{"listenKey":"${CANARY}","ok":true}`,
    `headers: { authorization: Bearer ${CANARY} }`,
    `X-API-KEY: ${CANARY}`,
  ]) {
    expect(scrubText(text, 500)).not.toContain(CANARY);
  }
  expect(scrubText('Signature for this request is not valid.', 500)).toBe('Signature for this request is not valid.');
  expect(scrubText('symbol=BTCUSDT&side=BUY', 500)).toBe('symbol=BTCUSDT&side=BUY');
});

test('control characters, terminal escapes and bidirectional overrides do not reach a line', () => {
  const { lines, log } = capture();
  log.warn({ 'na\u001bme': 'a\r\n\u001b[31mred\u202e' }, 'line\nforged');
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(lines[0]).not.toMatch(/[\u0000-\u001f\u202e]|\\[nru]0?0?1?b?/);
});

test('an error is written with code, fields and its chain of causes, all scrubbed', () => {
  const { lines, log } = capture();
  const root = Object.assign(new Error(`read https://h.test/p?k=${CANARY}`), { code: 'ECONNRESET', headers: { authorization: CANARY } });
  const error = new NetworkError({ host: 'h.test', problem: 'reset', mayHaveBeenSent: true, cause: root });
  log.error({ error }, 'failed');
  expect(lines[0]).not.toContain(CANARY);
  const { error: written }: { error: Record<string, unknown> } = JSON.parse(lines[0] ?? '');
  expect(written).toMatchObject({
    type: 'NetworkError',
    code: 'NETWORK',
    message: 'h.test: reset',
    host: 'h.test',
    cause: { type: 'Error', code: 'ECONNRESET', message: 'read https://h.test/p', headers: { authorization: '[redacted]' } },
  });
  expect(written['stack']).toMatch(/^at /);
});

test('circles, depth, length and number of entries are bounded, and what cannot be read does not throw', () => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle['self'] = circle;
  const looped = new Error('looped');
  looped.cause = looped;
  let deep: unknown = 'bottom';
  for (let index = 0; index < 50; index += 1) deep = { deep };
  const hostile = {
    get trap(): string {
      throw new Error('no');
    },
  };
  const text = JSON.stringify(
    scrubFields({ circle, looped, deep, hostile, long: 'x'.repeat(100_000), many: Array.from({ length: 5_000 }, () => 'item') }),
  );
  expect(text.length).toBeLessThan(12_000);
  expect(text).toContain('[circular]');
  expect(text).toContain('[unreadable]');
  expect(text).not.toContain('bottom');
});

test('kinds that JSON does not know are written as text', () => {
  expect(
    scrubValue({
      big: 10n ** 20n,
      nan: Number.NaN,
      bytes: new Uint8Array(5),
      set: new Set([1]),
      url: new URL('https://h.test/?k=v'),
      act() {},
    }),
  ).toEqual({ big: '100000000000000000000', nan: 'NaN', bytes: '[5 bytes]', set: [1], url: 'https://h.test/', act: '[function]' });
  const hostile: Record<string, unknown> = JSON.parse('{"__proto__":{"polluted":1}}');
  expect(Object.getPrototypeOf(scrubFields(hostile))).toBe(Object.prototype);
});

test('whatever fields are logged, the line is one line of JSON', () => {
  const { lines, log } = capture();
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.anything({ withBigInt: true, withMap: true, withDate: true })),
      fc.string({ unit: 'binary' }),
      (fields, message) => {
        lines.length = 0;
        log.info(fields, message);
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain('\n');
        expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, time: 123 });
      },
    ),
  );
});

test('a logger that the application brought gets only scrubbed fields and messages, in children too', () => {
  const seen: unknown[] = [];
  const foreign = (inherited: LogFields): Logger => ({
    debug: (fields, message) => seen.push(inherited, fields, message),
    info: (fields, message) => seen.push(inherited, fields, message),
    warn: (fields, message) => seen.push(inherited, fields, message),
    error: (fields, message) => seen.push(inherited, fields, message),
    child: (fields) => foreign(fields),
  });
  const log = redactingLogger(foreign({})).child({ token: CANARY, pair: 'A-B' });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({ signature: CANARY }, `at https://h.test/?s=${CANARY}`);
  expect(inspect(seen, { depth: 10 })).not.toContain(CANARY);
  expect(seen).toHaveLength(12);
  expect(seen[0]).toEqual({ token: '[redacted]', pair: 'A-B' });
});

test('a secret shows itself only to reveal()', () => {
  const secret = new Secret(CANARY);
  expect(secret.reveal()).toBe(CANARY);
  expect(secret.isEmpty).toBe(false);
  const shown = [
    String(secret),
    [secret].join(''),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 10, showHidden: true }),
    inspect(secret),
  ];
  for (const text of shown) {
    expect(text).not.toContain(CANARY);
    expect(text).toContain('[secret]');
  }
  expect(
    JSON.stringify(scrubFields({ credentials: secret, other: secret, error: Object.assign(new Error('x'), { secret }) })),
  ).not.toContain(CANARY);
});

test('the silent logger has silent children', () => {
  expect(silentLogger.child({})).toBe(silentLogger);
  const { lines, log } = capture('silent');
  log.error({}, 'nothing');
  expect(lines).toEqual([]);
});
