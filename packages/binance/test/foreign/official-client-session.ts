// Runs in a process of its own, because NODE_EXTRA_CA_CERTS is read at the start. Argument: the plan as JSON. Tells the parent what came.
import { Spot, SpotRestAPI, SpotWebsocketAPI, SpotWebsocketStreams } from '@binance/spot';

/** Where the venue is and who we are. */
export interface SessionPlan {
  readonly restUrl: string;
  readonly streamUrl: string;
  readonly wsApiUrl: string;
  readonly hmac: { readonly apiKey: string; readonly apiSecret: string };
  readonly ed25519: { readonly apiKey: string; readonly privateKey: string };
}

type Event = Readonly<Record<string, unknown>>;

/** Events as they come, and whoever waits for one of them. */
class EventLog {
  readonly events: Event[] = [];
  readonly #waiting: { readonly fits: (event: Event) => boolean; readonly found: (event: Event) => void }[] = [];

  readonly add = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) throw new TypeError(`no event: ${String(value)}`);
    const event: Event = { ...value };
    this.events.push(event);
    for (const { fits, found } of this.#waiting) if (fits(event)) found(event);
  };

  first(fits: (event: Event) => boolean): Promise<Event> {
    const known = this.events.find(fits);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((found) => {
      this.#waiting.push({ fits, found });
    });
  }
}

const errorName = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error));

async function run(plan: SessionPlan): Promise<Record<string, unknown>> {
  const { restUrl, streamUrl, wsApiUrl, hmac, ed25519 } = plan;
  const client = new Spot({
    configurationRestAPI: { ...hmac, basePath: restUrl, retries: 0 },
    configurationWebsocketAPI: { ...hmac, wsURL: wsApiUrl },
    configurationWebsocketStreams: { wsURL: streamUrl },
  });
  const logonClient = new Spot({
    configurationRestAPI: { ...ed25519, basePath: restUrl, retries: 0 },
    configurationWebsocketAPI: { ...ed25519, wsURL: wsApiUrl },
  });
  const seen: Record<string, unknown> = {};

  const market = await client.websocketStreams.connect();
  const trades = new EventLog();
  const quotes = new EventLog();
  const depth = new EventLog();
  market.trade({ symbol: 'btcusdt' }).on('message', trades.add);
  market.bookTicker({ symbol: 'btcusdt' }).on('message', quotes.add);
  market
    .diffBookDepth({ symbol: 'btcusdt', updateSpeed: SpotWebsocketStreams.DiffBookDepthUpdateSpeedEnum.UPDATE_SPEED_100ms })
    .on('message', depth.add);

  const info = await (await client.restAPI.exchangeInfo({ symbol: 'BTCUSDT' })).data();
  seen['symbols'] = info.symbols?.map(({ symbol, status }) => [symbol, status]);

  const signed = await client.websocketAPI.connect();
  const bySignature = new EventLog();
  const subscription = await signed.userDataStreamSubscribeSignature();
  subscription.stream.on('message', bySignature.add);
  seen['subscription'] = subscription.response.data;

  const loggedOn = await logonClient.websocketAPI.connect();
  const [logon] = await loggedOn.sessionLogon();
  seen['logon'] = logon?.data.apiKey;
  const byLogon = new EventLog();
  (await loggedOn.userDataStreamSubscribe()).stream.on('message', byLogon.add);

  const resting = await client.restAPI.newOrder({
    symbol: 'BTCUSDT',
    side: SpotRestAPI.NewOrderSideEnum.BUY,
    type: SpotRestAPI.NewOrderTypeEnum.LIMIT,
    timeInForce: SpotRestAPI.NewOrderTimeInForceEnum.GTC,
    quantity: 0.5,
    price: 40_000,
    newClientOrderId: 'foreign-1',
  });
  seen['placed'] = await resting.data();
  seen['restLimits'] = resting.rateLimits;
  seen['placedEvents'] = await Promise.all(
    [bySignature, byLogon].map((log) => log.first((event) => event['c'] === 'foreign-1' && event['x'] === 'NEW')),
  );

  const canceled = await client.restAPI.deleteOrder({ symbol: 'BTCUSDT', origClientOrderId: 'foreign-1' });
  seen['canceled'] = await canceled.data();
  seen['canceledEvent'] = await bySignature.first((event) => event['C'] === 'foreign-1' && event['x'] === 'CANCELED');

  // Over the session that is logged on, which signs no more.
  const taken = await loggedOn.orderPlace({
    symbol: 'BTCUSDT',
    side: SpotWebsocketAPI.OrderPlaceSideEnum.BUY,
    type: SpotWebsocketAPI.OrderPlaceTypeEnum.MARKET,
    quantity: 0.25,
    newClientOrderId: 'foreign-2',
  });
  seen['taken'] = taken.data;
  seen['fillEvent'] = await bySignature.first((event) => event['c'] === 'foreign-2' && event['X'] === 'FILLED');
  seen['positionEvent'] = await byLogon.first((event) => event['e'] === 'outboundAccountPosition');
  seen['trade'] = await trades.first(() => true);
  seen['quote'] = await quotes.first((event) => event['A'] === '0.75000000');
  seen['depth'] = await depth.first((event) => event['e'] === 'depthUpdate');

  seen['account'] = await (await client.restAPI.getAccount({ omitZeroBalances: true })).data();
  seen['ownTrades'] = await (await logonClient.restAPI.myTrades({ symbol: 'BTCUSDT' })).data();

  const stranger = new Spot({ configurationRestAPI: { apiKey: hmac.apiKey, apiSecret: 'wrong', basePath: restUrl, retries: 0 } });
  seen['wrongSecret'] = await stranger.restAPI.getAccount().then(() => 'accepted', errorName);
  seen['tooMuch'] = await client.restAPI
    .newOrder({
      symbol: 'BTCUSDT',
      side: SpotRestAPI.NewOrderSideEnum.BUY,
      type: SpotRestAPI.NewOrderTypeEnum.LIMIT,
      timeInForce: SpotRestAPI.NewOrderTimeInForceEnum.GTC,
      quantity: 1_000,
      price: 40_000,
    })
    .then(() => 'accepted', errorName);
  return seen;
}

const plan: SessionPlan = JSON.parse(process.argv[2] ?? '{}');
const outcome = await run(plan).then(
  (seen) => ({ seen }),
  (error: unknown) => ({ error: errorName(error) }),
);
process.send?.(outcome, () => process.exit(0));
