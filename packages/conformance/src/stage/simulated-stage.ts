import { InProcessNetwork, inProcessRuntime, ManualClock } from '@venuekit/core/testing';
import { serveInProcess } from '@venuekit/venue';
import { stageScene, type StageOptions } from './stage-scene.ts';
import { VenueStage } from './venue-stage.ts';

/** What comes twice comes within this time. */
const SETTLE_MS = 2_000;
const ADDRESS = 'in-process';

/** The connector against the venue, both in this process, on one manual clock. @throws what the subject's functions throw. */
export function simulatedStage(options: StageOptions): VenueStage {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const scene = stageScene(options, clock);
  const origins = Object.fromEntries(scene.venue.dialect.services.map((service) => [service, `https://${service}.venue.test`]));
  const served = serveInProcess(scene.venue, network, origins, { address: ADDRESS });
  return new VenueStage(options, scene, {
    clock,
    origins,
    address: ADDRESS,
    get openSockets(): number {
      return network.openSockets;
    },
    isRealTime: false,
    settleMs: SETTLE_MS,
    runtime: (log) => inProcessRuntime({ clock, network, random: scene.random, log }),
    advance: (ms) => clock.advance(ms),
    jumpWall: (byMs) => clock.jumpWall(byMs),
    refuseConnections: (isRefusing) => {
      for (const origin of Object.values(origins)) network.refuseConnections(origin, isRefusing);
    },
    comesTrue: (predicate, maximumMs) => comesTrue(clock, predicate, maximumMs),
    timerDelays: () => clock.timerDelays(),
    close: async () => {
      served.close();
      await clock.advance(100);
    },
  });
}

async function comesTrue(clock: ManualClock, predicate: () => boolean, maximumMs: number): Promise<boolean> {
  const endMs = clock.monotonicMs() + maximumMs;
  try {
    await clock.runUntil(predicate, { maximumMs });
    return true;
  } catch (error) {
    if (predicate()) return true;
    if (clock.pendingTimers > 0 && clock.monotonicMs() < endMs && !isDeadline(error)) throw error;
    return false;
  }
}

function isDeadline(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('the condition ');
}
