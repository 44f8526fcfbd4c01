import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrubber } from '../../src/recording/scrubber.ts';
import { Secret } from '../../src/runtime/secret.ts';

/** Ways in which a secret may be written into a text. */
const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  capitals: (secret) => secret.toUpperCase(),
  percent: (secret) => encodeURIComponent(secret),
  'every character percent': (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&'),
  form: (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
  json: (secret) => JSON.stringify(secret).slice(1, -1),
  'json escapes': (secret) =>
    secret
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  base64: (secret) => Buffer.from(secret).toString('base64'),
  'base64 for URLs': (secret) => Buffer.from(secret).toString('base64url'),
  'base64 behind a name': (secret) => Buffer.from(`user:${secret}`).toString('base64'),
  'base64 between others': (secret) => Buffer.from(`ab${secret}cd`).toString('base64'),
};

const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{12,64}$/),
  fc.stringMatching(/^[A-Za-z0-9+/]{20,43}={0,2}$/),
  fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' }).filter((text) => /\w{6}/.test(text) && text.trim() === text),
);
const filler = fc.stringMatching(/^[a-z0-9 .:]{0,12}$/);
const encoding = fc.constantFrom(...Object.keys(ENCODINGS));

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Everything that a reader of a recorded text could find in it, decoded in the usual ways. */
function readings(text: string): string {
  const found = [text];
  found.push(
    decode(text),
    decode(decode(text)),
    text.replaceAll(/\\u([0-9a-f]{4})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
  for (const run of text.match(/[0-9a-f]{12,}/gi) ?? [])
    for (const from of [0, 1]) found.push(Buffer.from(run.slice(from), 'hex').toString('latin1'));
  for (const run of decode(text).match(/[\w+/-]{12,}/g) ?? []) {
    for (const from of [0, 1, 2, 3]) found.push(Buffer.from(run.slice(from), 'base64').toString('latin1'));
  }
  return found.join('\n').toLowerCase();
}

function expectNone(shown: unknown, hidden: string): void {
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  const inner = typeof shown === 'string' ? shown : JSON.stringify(shown).replaceAll('\\\\', '\\');
  expect(readings(text).includes(hidden.toLowerCase()), `${hidden} in ${text}`).toBe(false);
  expect(readings(inner).includes(hidden.toLowerCase()), `${hidden} in ${inner}`).toBe(false);
}

function make(hidden: string): Scrubber {
  return new Scrubber({ secrets: [new Secret(hidden)], salt: 'salt of a test' });
}

describe('no secret survives', { timeout: 30_000 }, () => {
  it('in a URL, a header or a body of a request, however it is encoded', () => {
    fc.assert(
      fc.property(secret, encoding, filler, fc.constantFrom('path', 'query', 'header', 'form', 'text'), (hidden, how, around, where) => {
        const written = ENCODINGS[how]?.(hidden) ?? hidden;
        const inUrl = encodeURI(written).replace(/[?#/]/g, encodeURIComponent);
        const request = {
          method: 'POST',
          url: `https://api.venue.com/a/${where === 'path' ? inUrl : 'b'}?q=${where === 'query' ? `${encodeURIComponent(around)}${encodeURIComponent(written)}` : '1'}`,
          headers: {
            'content-type': where === 'header' ? written : 'text/plain',
            'my-header': where === 'header' ? `${around}${written}` : 'a',
          },
          body:
            where === 'form'
              ? `a=1&b=${encodeURIComponent(around)}${encodeURIComponent(written)}`
              : where === 'text'
                ? `${around} ${written}`
                : '',
        };
        expectNone(make(hidden).request(request), hidden);
      }),
      { numRuns: 150 },
    );
  });

  it('in a reply or a frame, public or private, however deep and under whatever name', () => {
    const name = fc.constantFrom('price', 'note', 'msg', 'token', 'a', 'symbol');
    fc.assert(
      fc.property(
        secret,
        encoding,
        filler,
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('public', 'private'),
        fc.boolean(),
        (hidden, how, around, path, access, isName) => {
          const written = ENCODINGS[how]?.(hidden) ?? hidden;
          const isEscaped = how === 'json escapes';
          const leaf = isEscaped ? `"${around}${written}"` : JSON.stringify(`${around}${written}`);
          const body = path.reduce((inner, each) => `[{"${each}":${inner}}]`, isName ? `{${leaf}:1}` : leaf);
          expectNone(make(hidden).reply(access, {}, body).body, hidden);
          expectNone(make(hidden).frame(access, 'from-venue', body).text, hidden);
          expectNone(make(hidden).frame(access, 'to-venue', JSON.stringify({ nested: body })).text, hidden);
          const binary = make(hidden).binaryFrame(access, 'from-venue', gzipSync(body));
          expectNone(gunzipSync(Buffer.from(binary.base64, 'base64')).toString('utf8'), hidden);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('that the traffic itself has told under a telling name', () => {
    const name = fc.constantFrom('listenKey', 'signature', 'token', 'passphrase', 'X-API-KEY', 'authorization');
    const told = fc.stringMatching(/^[A-Za-z0-9]{16,64}$/);
    fc.assert(
      fc.property(told, name, filler, (hidden, under, around) => {
        const scrubber = make('not this one at all');
        expectNone(scrubber.reply('private', {}, JSON.stringify({ [under]: hidden })).body, hidden);
        expectNone(scrubber.reply('public', { 'content-type': hidden }, JSON.stringify({ text: `${around}${hidden}` })), hidden);
        expectNone(scrubber.request({ method: 'GET', url: `https://api.venue.com/ws/${hidden}`, headers: {}, body: '' }), hidden);
        expectNone(scrubber.freeText(`${around}${hidden}`), hidden);
      }),
      { numRuns: 300 },
    );
  });

  it('and of a private reply no value that is not allowed', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .@_-]{8,30}$/);
    fc.assert(
      fc.property(value, fc.constantFrom('account', 'owner', 'a', 'uid', 'price', 'reason'), (hidden, under) => {
        const isOrdinary = (under === 'price' || under === 'reason') && !/ |@[\w-]+\.\w/.test(hidden);
        const shown = make('not this one at all').reply('private', {}, JSON.stringify({ rows: [{ [under]: hidden }] })).body;
        expect(shown.includes(JSON.stringify(hidden))).toBe(isOrdinary);
      }),
      { numRuns: 500 },
    );
  });
});
