import { decorate } from '@venuekit/core/connector';
import type { ConformanceSubject } from '@venuekit/conformance/vitest';
import { binanceSpotDialect } from '../dialect/index.ts';
import { binanceSpot } from '../src/index.ts';

/** The connector, of which nothing is declared that need not be. */
const subject: ConformanceSubject = {
  name: '@venuekit/binance, undeclared',
  dialect: () => binanceSpotDialect(),
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), streams: wsUrl('stream'), wsApi: `${wsUrl('ws-api')}/ws-api/v3` };
    const definition = binanceSpot({ tradingPairs, hosts, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret });
    return decorate(definition, { capabilities: { orderTypes: ['limit'], timeInForce: ['GTC'], needsTimeSynchronization: false } });
  },
};

export default subject;
