import type { ConformanceSubject } from '@venuekit/conformance';
import { smallDialect } from '../../docs/examples/small-dialect.ts';
import { plainSpot } from '../../packages/conformance/test/reference/src/spot/exchange.ts';

/** The reference connector on the dialect that the guide shows. */
export default {
  name: 'small',
  dialect: smallDialect,
  define: ({ httpUrl, wsUrl, credentials, tradingPairs }) => {
    const hosts = { rest: httpUrl('rest'), publicStream: wsUrl('stream'), privateStream: wsUrl('stream') };
    return plainSpot({ tradingPairs, hosts, ...credentials });
  },
} satisfies ConformanceSubject;
