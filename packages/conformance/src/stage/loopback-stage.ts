import { createRuntime, SystemClock } from '@venuekit/core';
import type { CountingRuntime } from '@venuekit/core';
import { serveOnLoopback } from '@venuekit/venue';
import type { Clock } from '@venuekit/core/connector';
import { stageScene, type StageOptions } from './stage-scene.ts';
import { VenueStage } from './venue-stage.ts';

/** Real time is dear: what comes twice on a loopback comes soon. */
const SETTLE_MS = 150;
/** Nothing that a calm card waits for takes longer, however long it might take in simulated time. */
const MAXIMUM_WAIT_MS = 10_000;
const LOOK_EVERY_MS = 2;

/** The connector against the venue over real sockets of 127.0.0.1, in real time. @throws ListenError, what the subject's functions throw. */
export async function loopbackStage(options: StageOptions): Promise<VenueStage> {
  const clock = new SystemClock();
  const scene = stageScene(options, clock);
  const served = await serveOnLoopback(scene.venue);
  const lives: CountingRuntime[] = [];
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.setTimer(ms, resolve));
  try {
    return new VenueStage(options, scene, {
      clock,
      origins: Object.fromEntries([...served.urls].map(([service, { http }]) => [service, http])),
      address: '127.0.0.1',
      get openSockets(): number {
        return lives.reduce((sum, { openSockets }) => sum + openSockets, 0);
      },
      isRealTime: true,
      settleMs: SETTLE_MS,
      runtime: (log) => {
        const life = createRuntime({ clock, random: scene.random, log });
        lives.push(life);
        return life;
      },
      advance: wait,
      jumpWall: () => impossible('the clock of a world of real time cannot be set'),
      refuseConnections: () => impossible('real sockets are not refused at will'),
      comesTrue: (predicate, maximumMs) => comesTrue(clock, wait, predicate, Math.min(maximumMs, MAXIMUM_WAIT_MS)),
      timerDelays: () => [],
      close: async () => {
        await served.close();
        await wait(LOOK_EVERY_MS);
      },
    });
  } catch (error) {
    await served.close();
    throw error;
  }
}

async function comesTrue(clock: Clock, wait: (ms: number) => Promise<void>, predicate: () => boolean, maximumMs: number): Promise<boolean> {
  const endMs = clock.monotonicMs() + maximumMs;
  while (!predicate()) {
    if (clock.monotonicMs() >= endMs) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}

function impossible(why: string): never {
  throw new Error(why);
}
