import type { BatchOutcome, ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { ConnectorTelemetry } from '../../src/instrumentation/instrumentation.ts';
import type { RequestContext } from '../../src/web/request-context.ts';
import { ConnectorBench } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import type { ScriptedVenue } from '../exchange/scripted-venue.ts';
import { RecordedTelemetry } from './recorded-telemetry.ts';

export interface MeasuredBench {
  readonly bench: ConnectorBench;
  readonly telemetry: ConnectorTelemetry;
  readonly recorded: RecordedTelemetry;
  /** Ends the observation. */
  readonly end: () => void;
}

export async function request(context: RequestContext): Promise<void> {
  await context.rest.execute({ path: '/ping', lane: 'order' });
}

async function each<Command, Value>(
  context: RequestContext,
  commands: readonly Command[],
  run: (command: Command) => Promise<Value>,
): Promise<BatchOutcome<Value>[]> {
  await request(context);
  const settled = await Promise.allSettled(commands.map((command) => run(command)));
  return settled.map((result) => (result.status === 'fulfilled' ? { value: result.value } : { error: result.reason }));
}

/** Members that make a request each, as those of a real venue do. */
function requesting(venue: ScriptedVenue): Partial<ConnectorDefinition> {
  return {
    placeOrder: async (context, order) => {
      await request(context);
      return venue.place(order);
    },
    placeOrders: (context, orders) => each(context, orders, (order) => venue.place(order)),
    placeCancels: (context, orders) => each(context, orders, (order) => venue.cancel(order)),
    requestOpenOrders: async (context) => {
      await context.rest.execute({ path: '/pairs' });
      return venue.openOrders();
    },
  };
}

/** A started connector whose telemetry is recorded. */
export async function measured(options: BenchOptions & { readonly maximumTracedOrders?: number } = {}): Promise<MeasuredBench> {
  const recorded = new RecordedTelemetry();
  const { maximumTracedOrders } = options;
  let telemetry: ConnectorTelemetry | undefined;
  const bench = new ConnectorBench({
    definition: requesting,
    ...options,
    wrap: (definition, clock) => {
      telemetry = new ConnectorTelemetry({
        ...recorded.providers,
        clock,
        name: 'test',
        ...(maximumTracedOrders === undefined ? {} : { maximumTracedOrders }),
      });
      return telemetry.wrap(definition);
    },
  });
  if (telemetry === undefined) throw new Error('the definition was not wrapped');
  const end = telemetry.observe(bench.connector);
  await bench.start();
  return { bench, telemetry, recorded, end };
}
