import { describe, expect, it } from 'vitest';
import { UserStreamTracker } from '../../src/account/user-stream-tracker.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { ScriptedMarket } from '../book/scripted-market.ts';

const HOUR_MS = 3_600_000;
/** Waits are random below a bound that doubles to 30 s, so their mean is 15 s; a hot loop would make millions. */
const MOST_ATTEMPTS_AN_HOUR = 400;

describe('D-14: after a connection error the next attempt waits, longer from failure to failure', () => {
  it('for market data', async () => {
    const market = new ScriptedMarket();
    market.network.refuseConnections('wss://market.test');
    market.tracker.start();
    await market.clock.advance(1_000);
    const early = market.network.openedSockets;
    await market.clock.advance(HOUR_MS);
    const attempts = market.network.openedSockets;
    expect(early).toBeLessThanOrEqual(3);
    expect(attempts).toBeGreaterThan(60);
    expect(attempts).toBeLessThan(MOST_ATTEMPTS_AN_HOUR);
    await market.stop();
  });

  it('for private events', async () => {
    const clock = new ManualClock();
    const network = new InProcessNetwork({ clock });
    const tracker = new UserStreamTracker({
      runtime: inProcessRuntime({ clock, network, random: new SeededRandom(3) }),
      dataSource: { stream: { url: 'wss://nobody.test/private' }, loginFrames: () => [], onFrame: () => undefined },
      nowMs: () => clock.wallMs(),
      onEvent: () => undefined,
      repair: () => Promise.resolve({ recoveredFills: 0, changedOrders: 0 }),
      onStatus: () => undefined,
    });
    tracker.start();
    await clock.advance(HOUR_MS);
    expect(network.openedSockets).toBeGreaterThan(60);
    expect(network.openedSockets).toBeLessThan(MOST_ATTEMPTS_AN_HOUR);
    const stopped = tracker.stop();
    await clock.advance(1_000);
    await stopped;
  });
});
