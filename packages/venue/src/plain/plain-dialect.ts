import type { DecodedRequest, Dialect, DialectDesk } from '../dialect/dialect.ts';
import type { WireRequest } from '../dialect/wire.ts';
import { Refusal } from '../model/refusal.ts';
import type { FrameNote } from './acks.ts';
import { chargesOf, WEIGHT } from './limits.ts';
import { encodeNotice } from './notices.ts';
import { requirePermission } from './permissions.ts';
import { decodeFrame } from './plain-frames.ts';
import { publicOperation, signedOperation } from './plain-request.ts';
import { type PlainWire, plainWire, type Reading } from './plain-wire.ts';
import { type PlainShape, traitsOf } from './shape.ts';
import { refusalJson } from './success.ts';

function decodeRequest(wire: PlainWire, request: WireRequest, desk: DialectDesk): DecodedRequest {
  if (request.service !== 'rest') throw new Refusal('not-found', request.service);
  const [, resource = '', argument = ''] = request.path.split('/').map((part) => decodeURIComponent(part));
  const name = `${request.method} ${resource}`;
  const reading: Reading = { wire, place: 'rest', desk, name, argument, body: wire.readBody(request) };
  const open = publicOperation(reading);
  if (open !== undefined) return { operation: open, account: undefined, charges: WEIGHT };
  const { canTrade, ...signer } = wire.signing.ofRequest(request, desk);
  const operation = signedOperation(signer.account, reading);
  requirePermission(canTrade, operation);
  return { operation, charges: chargesOf(operation), ...signer };
}

/**
 * The venue's own wire format, which is no exchange's. This is its API document, for the usual shape; what a shape changes is told where
 * `PlainShape` says.
 *
 * Amounts and prices are decimal texts, ids texts, times ms. Markets are written `btc_usdt`.
 *
 * **Service `rest`** answers JSON: `GET /time`, `/markets`, `/prices`, `/book/<market>?depth=100`, `/trades/<market>?limit=100`; and signed
 * `POST /orders` with a JSON body of texts (`market side type timeInForce amount quoteAmount price clientOrderId`; types `limit`,
 * `limit-maker`, `market`), `DELETE` and `GET /orders/<clientOrderId>?market=`, `GET /orders?market=` (open ones; all markets without),
 * `GET /fills?market=&orderId=&since=&limit=500` (oldest first), `GET /balances`, `GET /fees?market=`.
 * Signed: headers `plain-key`, `plain-time` (at most 5,000 ms old, 1,000 ms ahead) and `plain-signature`, the hex HMAC-SHA256 under the
 * secret of time, method, path, `?query` where there is one, and body, joined without anything between.
 * Errors: `{"error","detail","retryAfterMs"}` with status 400, 401 (key, signature, time), 403, 404, 429 or 418 with `Retry-After` seconds.
 * Limits: `weight`, 1,200 a minute and address, one a request; `orders`, 100 in ten seconds and account; `plain-used: weight=7/1200;orders=0/100`.
 *
 * **Service `stream`** is one socket: a request `{"id":1,"op":…}` is answered `{"id":1,"ok":true}` or `{"id":1,"ok":false,"error","detail"}`.
 * `login` with `key`, `time`, `signature` (of time and the word `login`); `subscribe` and `unsubscribe` with `topics`: `book.<market>`,
 * `trades.<market>`, `quote.<market>`, each with `.<ms>` to gather, and `account` after login; `place` and `cancel` with `params` as in REST,
 * answered with the reply in `result`. Events: `{"topic","first","last","bids","asks","time"}` (absolute amounts; `first` is the last `last` + 1;
 * a snapshot's `updateId` is the last one in it); trades; `{"topic","updateId","bid","ask"}`;
 * `{"topic":"account","event":"order","kind","order","fill","time"}`, `{…"event":"balances","balances","time"}`, `{…"event":"terminated"}`;
 * `{"event":"closing"}` before the venue closes. It pings each 20 s, waits 60 s for the pong, and closes after 24 h.
 */
export function plainDialect(shape: PlainShape = {}): Dialect {
  const wire = plainWire(shape);
  const { acks, feed, heartbeat, limits, replies } = wire;
  const words = replies.socket;
  return {
    name: 'plain',
    traits: traitsOf(shape),
    services: ['rest', 'stream'],
    limits: limits.limits,
    refusedCharges: WEIGHT,
    socketLife: heartbeat.terms,
    decodeRequest: (request, desk) => decodeRequest(wire, request, desk),
    encodeReply: (result, decoded, desk) => wire.reply(replies.rest.result(result), desk, decoded.account),
    encodeRefusal: (refusal, decoded, desk) => wire.refusal(refusal, desk, decoded?.account),
    openSocket: (session) => {
      if (session.service !== 'stream' || session.path !== '/') throw new Refusal('not-found', session.path);
      return wire.login.open(session);
    },
    decodeFrame: (text, session) => decodeFrame(wire, text, session),
    encodeSocketReply: (outcome, note, session) => {
      const subject: FrameNote = { id: undefined, op: undefined, topics: [], ...(typeof note === 'object' ? note : {}) };
      if (outcome instanceof Refusal)
        return feed.stamp({ ...acks.refused(subject), ok: false, ...refusalJson(limits.told(outcome)) }, session);
      return feed.stamp({ id: subject.id, ok: true, result: words.result(outcome) }, session);
    },
    encodeBook: (change, topic, session) => feed.stamp(feed.change(change, topic, session), session),
    encodeTop: (book, topic, session) => feed.stamp(feed.top(book, topic, session), session),
    encodeTrade: (trade, { name }, session) => feed.stamp({ topic: name, ...words.trade(trade) }, session),
    encodeExecution: ({ kind, order, fill, timeMs: time }, _number, session) => {
      const told = { order: words.order(order), fill: fill && words.fill(fill) };
      return feed.stamp({ topic: 'account', event: 'order', kind, ...told, time }, session);
    },
    encodeBalances: (balances, time, _number, session) => {
      if (shape.balances === 'rest') return undefined;
      return feed.stamp({ topic: 'account', event: 'balances', balances: words.balances(balances), time }, session);
    },
    encodeNotice: (notice, session) => encodeNotice(wire, notice, session),
    ...wire.packing,
  };
}
