import { describe, expect, it } from 'vitest';
import { withoutEcho } from '../../src/web/echo-redaction.ts';
import type { RestRequest } from '../../src/web/rest-request.ts';

const SIGNATURE = 'aB/3+'.repeat(5);
const KEY = 'key-'.repeat(8);

const asked: RestRequest = {
  method: 'POST',
  url: 'https://venue.test/order',
  parameters: { symbol: 'BTCUSDT', newClientOrderId: 'vk-0123456789abcdef' },
  headers: { accept: 'application/json; charset=utf-8' },
  isAuthRequired: true,
  limitId: 'order',
  lane: 'order',
  timeoutMs: 1_000,
};
const sent: RestRequest = {
  ...asked,
  encodedQuery: `symbol=BTCUSDT&newClientOrderId=vk-0123456789abcdef&timestamp=1700000000000&signature=${encodeURIComponent(SIGNATURE)}`,
  headers: { ...asked.headers, 'x-key': KEY },
};

describe('what a refusal quotes of a request', () => {
  it('loses key and signature, as written in the query and as they are, and nothing else', () => {
    const body = `{"msg":"bad ${sent.url}?${sent.encodedQuery ?? ''} ${SIGNATURE} x-key: ${KEY}","code":-1,"accept":"application/json; charset=utf-8"}`;
    const text = withoutEcho(body, asked, sent);
    expect(text).not.toContain(SIGNATURE);
    expect(text).not.toContain(encodeURIComponent(SIGNATURE));
    expect(text).not.toContain(KEY);
    expect(JSON.parse(text)).toEqual({
      msg: 'bad https://venue.test/order?symbol=BTCUSDT&newClientOrderId=vk-0123456789abcdef&timestamp=1700000000000&signature=[redacted] [redacted] x-key: [redacted]',
      code: -1,
      accept: 'application/json; charset=utf-8',
    });
  });

  it('stays as it is where nothing was added, and where the query cannot be decoded', () => {
    expect(withoutEcho('symbol BTCUSDT vk-0123456789abcdef', asked, asked)).toBe('symbol BTCUSDT vk-0123456789abcdef');
    const bad = { ...asked, encodedQuery: `signature=%E0%A4%A${'0'.repeat(20)}` };
    expect(withoutEcho(`x %E0%A4%A${'0'.repeat(20)}`, asked, bad)).toBe('x [redacted]');
  });
});
