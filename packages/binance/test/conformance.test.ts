import { conformance } from '@venuekit/conformance/vitest';
import { binanceSpotDialect } from '../dialect/index.ts';
import { binanceSpot } from '../src/spot/exchange.ts';

export default await conformance(import.meta.url, {
  name: '@venuekit/binance',
  dialect: () => binanceSpotDialect(),
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), streams: wsUrl('stream'), wsApi: `${wsUrl('ws-api')}/ws-api/v3` };
    return binanceSpot({ tradingPairs, hosts, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret });
  },
  packageRoot: new URL('..', import.meta.url),
  killsAllMutants: true,
});
