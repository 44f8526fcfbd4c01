import type { DecodedRequest, Dialect, DialectDesk, DialectSession, SocketAction, Topic } from '../dialect/dialect.ts';
import type { Charge } from '../dialect/limit.ts';
import type { Operation } from '../dialect/operation.ts';
import type { WireReply, WireRequest } from '../dialect/wire.ts';
import { Refusal } from '../model/refusal.ts';
import { balancesJson, fillJson, levelsJson, orderJson, refusalJson, refusalStatus, resultJson, tradeJson } from './plain-reply.ts';
import { authenticate, marketOf, publicOperation, readObject, required, signedOperation, texts, whole } from './plain-request.ts';

const WEIGHT: readonly Charge[] = [{ limit: 'weight', weight: 1 }];

function chargesOf({ kind }: Operation): readonly Charge[] {
  return kind === 'place' ? [...WEIGHT, { limit: 'orders', weight: 1 }] : WEIGHT;
}

function usedHeader(desk: DialectDesk, account: string | undefined): string {
  return desk
    .usage(account)
    .map(({ limit, used }) => `${limit.name}=${used}/${limit.limit}`)
    .join(';');
}

function reply(status: number, body: object, desk: DialectDesk, account: string | undefined): WireReply {
  const headers = { 'content-type': 'application/json', 'plain-used': usedHeader(desk, account) };
  return { status, headers, body: JSON.stringify(body) };
}

function decodeRequest(request: WireRequest, desk: DialectDesk): DecodedRequest {
  if (request.service !== 'rest') throw new Refusal('not-found', request.service);
  const [, resource = '', argument = ''] = request.path.split('/').map((part) => decodeURIComponent(part));
  const name = `${request.method} ${resource}`;
  const parameters = texts(request.body === '' ? new URLSearchParams(request.query) : readObject(request.body));
  const open = publicOperation(name, argument, parameters, desk);
  if (open !== undefined) return { operation: open, account: undefined, charges: WEIGHT };
  const header = (which: string): string => required(request.headers, `plain-${which}`);
  const content = `${request.method}${request.path}${request.query === '' ? '' : '?'}${request.query}${request.body}`;
  const account = authenticate(header('key'), header('time'), header('signature'), content, desk);
  const operation = signedOperation(name, argument, parameters, account, desk);
  return { operation, account, charges: chargesOf(operation) };
}

function readTopic(name: string, desk: DialectDesk): Topic {
  const [kind, symbol = '', interval = '0'] = name.split('.');
  const tradingPair = marketOf(symbol, desk);
  const intervalMs = whole(new Map([['interval', interval]]), 'interval') ?? 0;
  if (kind === 'book' || kind === 'trades') return { name, kind, tradingPair, intervalMs };
  if (kind === 'quote') return { name, kind: 'best-quote', tradingPair, intervalMs };
  throw new Refusal('bad-enum', name);
}

function accountOf({ state }: DialectSession): string {
  const account = state.get('account');
  if (typeof account !== 'string') throw new Refusal('not-logged-on');
  return account;
}

/** @param frame the members other than `id`. */
function frameActions(frame: ReadonlyMap<string, unknown>, id: number, session: DialectSession): readonly SocketAction[] {
  const done: SocketAction = { kind: 'reply', frame: JSON.stringify({ id, ok: true }) };
  const { topics = [], op, params = {} } = Object.fromEntries(frame);
  const names = Array.isArray(topics) ? topics.filter((name) => typeof name === 'string') : [];
  const market = names.filter((name) => name !== 'account');
  const request = (name: string): SocketAction => {
    if (typeof params !== 'object' || params === null) throw new Refusal('malformed-parameter', 'params');
    const account = accountOf(session);
    const parameters = texts(Object.entries(params));
    const operation = signedOperation(name, parameters.get('clientOrderId') ?? '', parameters, account, session.desk);
    return { kind: 'request', decoded: { operation, account, charges: chargesOf(operation), note: id } };
  };
  switch (op) {
    case 'login': {
      const login = texts([...frame].filter(([name]) => name !== 'op'));
      const time = required(login, 'time');
      const account = authenticate(required(login, 'key'), time, required(login, 'signature'), 'login', session.desk);
      return [{ kind: 'charge', charges: WEIGHT, note: id }, { kind: 'remember', name: 'account', value: account }, done];
    }
    case 'subscribe': {
      const subscribed: SocketAction = { kind: 'subscribe', topics: market.map((name) => readTopic(name, session.desk)) };
      if (!names.includes('account')) return [subscribed, done];
      return [subscribed, { kind: 'subscribe-private', account: accountOf(session), number: 0 }, done];
    }
    case 'unsubscribe': {
      const unsubscribed: SocketAction = { kind: 'unsubscribe', names: market };
      if (!names.includes('account')) return [unsubscribed, done];
      return [unsubscribed, { kind: 'unsubscribe-private', account: accountOf(session) }, done];
    }
    case 'place':
      return [request('POST orders')];
    case 'cancel':
      return [request('DELETE orders')];
    default:
      throw new Refusal('bad-enum', 'op');
  }
}

function decodeFrame(text: string, session: DialectSession): readonly SocketAction[] {
  let id: unknown;
  try {
    const frame = new Map(readObject(text));
    id = frame.get('id');
    frame.delete('id');
    if (typeof id !== 'number') throw new Refusal('missing-parameter', 'id');
    return frameActions(frame, id, session);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ kind: 'refuse', refusal: error, note: id }];
  }
}

/**
 * The venue's own wire format, which is no exchange's. This is its API document.
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
export function plainDialect(): Dialect {
  return {
    name: 'plain',
    services: ['rest', 'stream'],
    limits: [
      { name: 'weight', scope: 'address', limit: 1_200, intervalMs: 60_000 },
      { name: 'orders', scope: 'account', limit: 100, intervalMs: 10_000 },
    ],
    refusedCharges: WEIGHT,
    socketLife: { pingIntervalMs: 20_000, pongTimeoutMs: 60_000, lifetimeMs: 86_400_000 },
    decodeRequest,
    encodeReply: (result, decoded, desk) => reply(200, resultJson(result), desk, decoded.account),
    encodeRefusal: (refusal, decoded, desk) => {
      const encoded = reply(refusalStatus(refusal), refusalJson(refusal), desk, decoded?.account);
      if (refusal.retryAfterMs === undefined) return encoded;
      return { ...encoded, headers: { ...encoded.headers, 'retry-after': String(Math.ceil(refusal.retryAfterMs / 1_000)) } };
    },
    openSocket: ({ service, path }) => {
      if (service !== 'stream' || path !== '/') throw new Refusal('not-found', path);
      return [];
    },
    decodeFrame,
    encodeSocketReply: (outcome, note) =>
      JSON.stringify(
        outcome instanceof Refusal
          ? { id: note ?? null, ok: false, ...refusalJson(outcome) }
          : { id: note, ok: true, result: resultJson(outcome) },
      ),
    encodeBook: ({ firstUpdateId, lastUpdateId, bids, asks, timeMs }, { name }) =>
      JSON.stringify({
        topic: name,
        first: firstUpdateId,
        last: lastUpdateId,
        bids: levelsJson(bids),
        asks: levelsJson(asks),
        time: timeMs,
      }),
    encodeTop: ({ lastUpdateId, bids, asks }, { name }) =>
      JSON.stringify({ topic: name, updateId: lastUpdateId, bid: levelsJson(bids), ask: levelsJson(asks) }),
    encodeTrade: (trade, { name }) => JSON.stringify({ topic: name, ...tradeJson(trade) }),
    encodeExecution: ({ kind, order, fill, timeMs }) =>
      JSON.stringify({ topic: 'account', event: 'order', kind, order: orderJson(order), fill: fill && fillJson(fill), time: timeMs }),
    encodeBalances: (balances, timeMs) =>
      JSON.stringify({ topic: 'account', event: 'balances', balances: balancesJson(balances), time: timeMs }),
    encodeNotice: ({ kind }) => JSON.stringify(kind === 'closing-soon' ? { event: 'closing' } : { topic: 'account', event: 'terminated' }),
  };
}
