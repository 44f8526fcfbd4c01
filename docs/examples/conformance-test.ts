import { binanceSpot } from '@venuekit/binance';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { conformance } from '@venuekit/conformance/vitest';

export default await conformance(import.meta.url, {
  name: '@venuekit/binance',
  dialect: () => binanceSpotDialect(),
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), streams: wsUrl('stream'), wsApi: `${wsUrl('ws-api')}/ws-api/v3` };
    return binanceSpot({ tradingPairs, hosts, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret });
  },
  packageRoot: new URL('..', import.meta.url),
});
