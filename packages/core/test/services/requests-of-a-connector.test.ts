import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../../src/clock/manual-clock.ts';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { filledEvent } from '../../src/orders/order-events.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { pollStatus } from '../../src/repair/status-poll.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import { releaseFirstFill } from '../../src/services/rate-limit-corrections.ts';
import { Throttler } from '../../src/throttle/throttler.ts';
import type { RestCall } from '../../src/web/rest-request.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';
import { WebAssistantsFactory } from '../../src/web/web-assistants-factory.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { anOrder, fill } from '../orders/order-fixtures.ts';

describe('a request of a member', () => {
  it('ends with the connector, unless it has a signal of its own', async () => {
    const calls: RestCall[] = [];
    const { services } = new ServicesBench({
      definition: {},
      execute: (call) => {
        calls.push(call);
        return Promise.resolve(undefined);
      },
    });
    const [connector, own] = [new AbortController(), new AbortController()];
    const { rest } = requestContext(services, connector.signal);
    await rest.execute({ path: '/one' });
    await rest.execute({ path: '/two', signal: own.signal });
    connector.abort();
    expect(calls.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
  });
});

/** A factory of a venue whose clock can be asked for, and never answers. */
function silentClock(clock: ManualClock): WebAssistantsFactory {
  const network = new InProcessNetwork({ clock });
  return new WebAssistantsFactory({
    runtime: inProcessRuntime({ clock, network, random: new SeededRandom(1) }),
    throttler: new Throttler({ limits: [], clock }),
    timeSynchronizer: new TimeSynchronizer(clock),
    resolveUrl: (path) => `https://venue.test${path}`,
    classify: () => undefined,
    serverTime: (_rest, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new AbortedError('the time', { mayHaveBeenSent: true })));
        clock.setTimer(1_000, () => reject(new Error('no answer')));
      }),
  });
}

const POLLED: Partial<ConnectorDefinition> = {
  capabilities: { orderTypes: [], timeInForce: [] },
  statusPollingLoopFetchUpdates: (_context, fallback) => fallback(),
};

describe('a status poll', () => {
  it('asks for the orders also when the venue does not tell its time', async () => {
    const { services, clock } = new ServicesBench({ definition: POLLED });
    let polls = 0;
    const polling = pollStatus(services, silentClock(clock), new AbortController().signal, async () => {
      polls += 1;
      return Promise.resolve();
    });
    await clock.advance(60_000);
    await polling;
    expect(polls).toBe(1);
  });

  it('that is ended while the time is asked for asks for nothing more', async () => {
    const { services, clock } = new ServicesBench({ definition: POLLED });
    const controller = new AbortController();
    let polls = 0;
    const polling = pollStatus(services, silentClock(clock), controller.signal, async () => {
      polls += 1;
      return Promise.resolve();
    });
    controller.abort();
    await expect(polling).rejects.toBeInstanceOf(AbortedError);
    await clock.advance(60_000);
    expect(polls).toBe(0);
  });
});

describe('the first fill of an order', () => {
  it.each([
    { whose: "a taker's", isTaker: true, left: 7 },
    { whose: "a maker's", isTaker: false, left: 4 },
  ])('$whose gives back what the venue says', async ({ isTaker, left }) => {
    const { services, clock } = new ServicesBench({
      definition: { firstFillReleases: [{ limitId: 'orders', taker: 3, maker: 6 }] },
    });
    const throttler = new Throttler({ limits: [{ limitId: 'orders', limit: 10, intervalMs: 10_000, weight: 10 }], clock });
    await throttler.acquire('orders');
    await clock.advance(100);
    const event = filledEvent(anOrder(), fill('1', 1, { isTaker, fillTimeMs: clock.wallMs() }), false);
    releaseFirstFill({ ...services, throttler }, event);
    expect(throttler.usage().map(({ used }) => used)).toEqual([left]);
  });
});
