import { describe, expect, it } from 'vitest';
import { PROBED_NEEDS, runProbe } from '../../src/probes/run-probe.ts';
import { withMembers } from '../../src/mutant/seams.ts';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { isDeclared, type Need } from '../../src/subject/need.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const definition = tinySubject.define({
  httpUrl: (service) => `https://${service}.venue.test`,
  wsUrl: (service) => `wss://${service}.venue.test`,
  credentials: { apiKey: 'key', apiSecret: 'secret' },
  tradingPairs: ['BTC-USDT'],
});
const declared = PROBED_NEEDS.filter((need) => isDeclared(need, definition, tinySubject.dialect()));

async function stateOf(subject: ConformanceSubject, need: Need): Promise<string> {
  return (await runProbe(subject, need)).finding.state;
}

describe('a probe', () => {
  it.each(declared)('finds that %s works, where it does', async (need) => {
    expect(await stateOf(tinySubject, need)).toBe('works');
  });

  it.each(PROBED_NEEDS.filter((need) => !declared.includes(need)))('finds that %s is absent, where it is', async (need) => {
    expect(await stateOf(tinySubject, need)).toBe('absent');
  });

  it('takes a member that throws for absent', async () => {
    const failing: ConformanceSubject = {
      ...tinySubject,
      define: (place) => withMembers(tinySubject.define(place), { tradeUpdatesSince: () => Promise.reject(new Error('no')) }),
    };
    expect(await stateOf(failing, 'trades-since')).toBe('absent');
  });

  it('says why it cannot be', async () => {
    expect(await runProbe(tinySubject, 'trait:gzip')).toEqual({
      need: 'trait:gzip',
      finding: { state: 'cannot-be-probed', reason: 'a trait is what the dialect says of its venue' },
    });
    const unstarted: ConformanceSubject = {
      ...tinySubject,
      define: () => {
        throw new Error('no');
      },
    };
    expect(await runProbe(unstarted, 'iceberg')).toMatchObject({
      finding: { state: 'cannot-be-probed', reason: 'the connector does not start' },
    });
  });
});
