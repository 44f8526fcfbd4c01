import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { isDeclared, type Need } from '../../src/subject/need.ts';

/** What a subject says that it has, asked without running anything. */
export function declaredNeeds({ define, dialect, credentials = DEFAULT_CREDENTIALS }: ConformanceSubject): (need: Need) => boolean {
  const definition = define({
    httpUrl: (service) => `https://${service}.venue.test`,
    wsUrl: (service) => `wss://${service}.venue.test`,
    credentials,
    tradingPairs: ['BTC-USDT'],
  });
  const claims = dialect();
  return (need) => isDeclared(need, definition, claims);
}
