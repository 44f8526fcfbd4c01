import type { Clock } from '@venuekit/core';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { ConnectorTelemetry } from '@venuekit/core/telemetry';
import { RecordedTelemetry } from './recorded-telemetry.ts';
import type { RecordedSpan } from './recorded-telemetry.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';
import type { RigOptions } from './trading-rig.ts';

export interface WatchOptions extends RigOptions {
  /** Puts something around the measured definition. */
  readonly around?: (definition: ConnectorDefinition, clock: Clock) => ConnectorDefinition;
  readonly maximumTracedOrders?: number;
  /** Default: recorded. `none`: no SDK is registered. */
  readonly sdk?: 'metrics' | 'traces' | 'none';
}

export interface Watched {
  readonly rig: TradingRig;
  readonly records: RecordedTelemetry;
  readonly telemetry: ConnectorTelemetry;
  /** Ends the observation. */
  readonly end: () => void;
}

/** A rig whose connector is measured. */
export function watched(options: WatchOptions = {}): Watched {
  const records = new RecordedTelemetry();
  const { sdk, maximumTracedOrders, around = (definition) => definition } = options;
  const clocks: Clock[] = [];
  const made: ConnectorTelemetry[] = [];
  const rig = new TradingRig({
    ...options,
    wrapRuntime: (runtime) => {
      clocks.push(runtime.clock);
      return options.wrapRuntime?.(runtime) ?? runtime;
    },
    wrap: (definition) => {
      const [clock] = clocks;
      if (clock === undefined) throw new Error('the runtime is made first');
      made[0] ??= new ConnectorTelemetry({
        clock,
        name: 'test',
        ...(sdk === undefined || sdk === 'metrics' ? { meterProvider: records.meterProvider } : {}),
        ...(sdk === undefined || sdk === 'traces' ? { tracerProvider: records.tracerProvider } : {}),
        ...(maximumTracedOrders === undefined ? {} : { maximumTracedOrders }),
      });
      return around(made[0].wrap(options.wrap?.(definition) ?? definition), clock);
    },
  });
  const [telemetry] = made;
  if (telemetry === undefined) throw new Error('the definition was not asked for');
  return { rig, records, telemetry, end: telemetry.observe(rig.connector) };
}

/** A limit order that rests at the venue. */
export async function open(rig: TradingRig, amount = '0.3'): Promise<string> {
  const id = rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return id;
}

export async function cancel(rig: TradingRig, id: string): Promise<void> {
  const canceled = rig.connector.cancel(PAIR, id);
  await rig.clock.advance(1_000);
  await canceled;
}

export function childrenOf(records: RecordedTelemetry, parent: RecordedSpan | undefined): readonly RecordedSpan[] {
  return records.spans.filter((span) => span.parent !== undefined && span.parent === parent);
}

export function namesOf(parts: readonly { readonly name: string }[] | undefined): string[] {
  return parts?.map(({ name }) => name) ?? [];
}

/** Lets about everything happen that can be measured. */
export async function eventfulRun({ rig }: Watched): Promise<void> {
  await rig.start();
  const filled = await open(rig);
  rig.venue.control.fillOrder(ACCOUNT, filled, '0.1');
  await rig.clock.advance(100);
  rig.venue.control.cutSockets();
  rig.venue.control.fillOrder(ACCOUNT, filled);
  await rig.clock.advance(10_000);
  rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'corrupt', how: 'malformed' } });
  rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-reset' } });
  const undecided = rig.connector.buy(PAIR, '0.2', 'limit', rig.restingBuyPrice());
  await rig.clock.advance(5_000);
  for (const frame of ['execution', 'balances'] as const)
    rig.venue.control.faults.add({ on: 'frame', match: { frame }, times: 100, action: { kind: 'drop' } });
  rig.venue.control.fillOrder(ACCOUNT, undecided, '0.1');
  await rig.clock.advance(200_000);
  rig.venue.control.faults.clear();
  await cancel(rig, undecided);
  rig.connector.buy(PAIR, '1000', 'limit', rig.restingBuyPrice());
  const prices = rig.connector.getLastTradedPrices([PAIR]).catch(() => undefined);
  await rig.clock.advance(60_000);
  await prices;
}
