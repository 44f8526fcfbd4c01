import type { Dialect } from '@venuekit/venue';
import { listStatusEvent } from './advanced/order-list-json.ts';
import { orderCharges, SPOT_LIMITS, weighing } from './limits.ts';
import { decodeRestRequest, encodeRestRefusal, encodeRestReply } from './rest.ts';
import { encodeDepth, encodePublicTrade, encodeStreamShutdown, encodeTop } from './stream-frames.ts';
import { decodeStreamFrame } from './stream-requests.ts';
import { openStream } from './stream-topics.ts';
import { accountPosition, executionReport, streamTerminated, wrapped } from './user-events.ts';
import { decodeWsApiFrame, encodeWsApiReply, encodeWsApiShutdown, openWsApi } from './ws-api.ts';

/** How the venue treats its sockets; the standard is the documented one. */
export interface BinanceSpotDialectOptions {
  /** Default: a ping every 20 s, a pong within 60 s, 24 h. */
  readonly socketLife?: Partial<Dialect['socketLife']>;
}

const SOCKET_LIFE: Dialect['socketLife'] = { pingIntervalMs: 20_000, pongTimeoutMs: 60_000, lifetimeMs: 86_400_000 };

/**
 * Binance spot of today over the venue's state: `/api/v3` (service `rest`), market streams (`stream`) and the WebSocket API with
 * user data (`ws-api`). Written from the venue's documents alone; it shares nothing with the connector that it judges.
 */
export function binanceSpotDialect(options: BinanceSpotDialectOptions = {}): Dialect {
  return {
    name: 'binance-spot',
    services: ['rest', 'stream', 'ws-api'],
    limits: SPOT_LIMITS,
    refusedCharges: weighing(1),
    // A maker's fill may take off more (`faqs/order_count_decrement.md`); one is what is promised.
    firstFillRefund: orderCharges(1),
    socketLife: { ...SOCKET_LIFE, ...options.socketLife },

    decodeRequest: decodeRestRequest,
    encodeReply: encodeRestReply,
    encodeRefusal: encodeRestRefusal,
    openSocket: (session) => (session.service === 'ws-api' ? openWsApi(session) : openStream(session)),
    decodeFrame: (text, session) => (session.service === 'ws-api' ? decodeWsApiFrame(text, session) : decodeStreamFrame(text, session)),
    encodeSocketReply: encodeWsApiReply,
    encodeBook: encodeDepth,
    encodeTop,
    encodeTrade: encodePublicTrade,
    encodeExecution: (execution, subscription, { desk }) => wrapped(subscription, executionReport(execution, desk.world)),
    encodeBalances: (balances, timeMs, subscription, { desk }) => wrapped(subscription, accountPosition(balances, timeMs, desk)),
    encodeListStatus: (status, subscription, { desk }) => wrapped(subscription, listStatusEvent(status, desk.world)),
    encodeNotice: (notice, session) => {
      if (notice.kind === 'private-terminated') return streamTerminated(notice.number, session.desk);
      return session.service === 'ws-api' ? encodeWsApiShutdown(session) : encodeStreamShutdown(session);
    },
  };
}
