import { ManualClock } from '../../src/clock/manual-clock.ts';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { EventHub } from '../../src/events/event-hub.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { ConnectorEvent } from '../../src/model/events.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { Logger } from '../../src/runtime/logger.ts';
import type { ConnectorServices } from '../../src/services/connector-services.ts';
import { SymbolMap } from '../../src/services/symbol-map.ts';
import { Throttler } from '../../src/throttle/throttler.ts';
import type { RestCaller } from '../../src/web/request-context.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';

/** What parts of a connector share, without a venue: requests are answered by `execute`. */
export class ServicesBench {
  readonly clock: ManualClock = new ManualClock();
  readonly events: ConnectorEvent[] = [];
  readonly services: ConnectorServices;

  constructor(parts: {
    readonly definition: Partial<ConnectorDefinition>;
    readonly execute?: RestCaller['execute'];
    readonly log?: Logger;
  }) {
    const { clock } = this;
    const network = new InProcessNetwork({ clock });
    const log = parts.log ?? silentLogger;
    const hub = new EventHub(log);
    hub.onAny((event) => this.events.push(event));
    this.services = {
      definition: completed(parts.definition),
      runtime: { ...inProcessRuntime({ clock, network, random: new SeededRandom(1) }), log },
      throttler: new Throttler({ limits: [], clock }),
      timeSynchronizer: new TimeSynchronizer(clock),
      rest: { execute: parts.execute ?? (() => Promise.resolve(undefined)) },
      symbols: new SymbolMap(),
      tradingRules: new Map(),
      feeRates: new Map(),
      hub,
    };
  }
}

/** A definition of which only some members are used. */
function completed(definition: Partial<ConnectorDefinition>): ConnectorDefinition {
  return new Proxy(definition, {
    get(target, name) {
      if (Reflect.has(target, name)) return Reflect.get(target, name) as unknown;
      if (name === 'getLastTradedPrices') return undefined;
      throw new Error(`${String(name)} is not used here`);
    },
  }) as ConnectorDefinition;
}
