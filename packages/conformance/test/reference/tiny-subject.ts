import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { plainSpotDialect } from './dialect/index.ts';
import { plainSpot } from './src/spot/exchange.ts';

/** The example that `@venuekit/create --example` makes: a small connector on the venue's own wire format. */
export const tinySubject: ConformanceSubject = {
  name: 'tiny',
  dialect: plainSpotDialect,
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), publicStream: wsUrl('stream'), privateStream: wsUrl('stream') };
    return plainSpot({ tradingPairs, hosts, ...credentials });
  },
};
