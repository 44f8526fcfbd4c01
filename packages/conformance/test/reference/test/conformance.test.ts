import { conformance } from '@venuekit/conformance/vitest';
import { plainSpotDialect } from '../dialect/index.ts';
import { plainSpot } from '../src/spot/exchange.ts';

export default await conformance(import.meta.url, {
  name: 'venuekit-plain',
  dialect: plainSpotDialect,
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), publicStream: wsUrl('stream'), privateStream: wsUrl('stream') };
    return plainSpot({ tradingPairs, hosts, ...credentials });
  },
  packageRoot: new URL('..', import.meta.url),
  tier: 3,
});
