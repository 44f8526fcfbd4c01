import { silentLogger } from '../log/silent-logger.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Random } from '../runtime/random.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { InProcessNetwork } from './in-process-network.ts';

/** The parts of a simulated world. */
export interface InProcessRuntimeParts {
  readonly clock: Clock;
  readonly network: InProcessNetwork;
  readonly random: Random;
  /** Default: silent. */
  readonly log?: Logger;
}

/** A runtime whose whole world is in this process. */
export function inProcessRuntime(parts: InProcessRuntimeParts): Runtime {
  return {
    clock: parts.clock,
    random: parts.random,
    fetch: parts.network.fetch,
    openSocket: parts.network.openSocket,
    log: parts.log ?? silentLogger,
    isSimulated: true,
  };
}
