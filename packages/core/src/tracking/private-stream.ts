import type { AccountBalances } from '../account/balances.ts';
import type { UserStreamTrackerOptions } from '../account/user-stream-options.ts';
import { UserStreamTracker } from '../account/user-stream-tracker.ts';
import type { FactoryEnvironment } from '../definition/connector-definition.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { streamAdmission } from '../throttle/stream-admission.ts';
import type { WebAssistantsFactory } from '../web/web-assistants-factory.ts';
import type { DurableTracking } from './durable-tracking.ts';
import { PrivateEvents } from './private-events.ts';
import type { TrackedOrders } from './tracked-orders.ts';

/** Of the private stream: the poll, which asks for the same in its own way, comes sooner. */
const HASTENING_EVENTS: ReadonlySet<string> = new Set(['stream-interrupted', 'stream-degraded', 'stream-problem']);

/** The parts of a connector that its private stream works with. */
export interface PrivateStreamParts extends Pick<UserStreamTrackerOptions, 'repair' | 'eventWithinMs'> {
  readonly environment: FactoryEnvironment;
  readonly factory: WebAssistantsFactory;
  readonly durable: DurableTracking | undefined;
  readonly balances: AccountBalances;
  orders(): TrackedOrders;
  /** Ends when the connector stops. */
  signal(): AbortSignal;
  /** Something may be missing that the stream does not tell. */
  onDoubt(): void;
}

/** Makes the private stream of a connector: what it tells goes to orders, balances, log and application. */
export function createPrivateStream(services: ConnectorServices, parts: PrivateStreamParts): UserStreamTracker {
  const { definition, hub, runtime, throttler, timeSynchronizer } = services;
  const { durable, factory } = parts;
  const dataSource = definition.createUserStreamDataSource({ ...parts.environment, rest: factory.createRestAssistant() });
  const events = new PrivateEvents(
    services,
    () => parts.orders(),
    parts.balances,
    () => parts.onDoubt(),
  );
  return new UserStreamTracker({
    runtime,
    dataSource,
    admit: streamAdmission(throttler.forConnection('private'), dataSource.stream),
    venueTime: {
      isClockError: (error) => definition.isRequestExceptionRelatedToTimeSynchronizer(error),
      resynchronise: () => factory.resynchroniseTime(parts.signal()),
    },
    nowMs: () => timeSynchronizer.nowMs(),
    restoredWholeUntilMs: () => durable?.savedWholeUntilMs,
    onUsage: (readings) => factory.usageFeedback.report(() => readings),
    onEvent: (event) => events.handle(event, parts.signal()),
    eventWithinMs: parts.eventWithinMs,
    repair: (gap, signal, missing) => parts.repair(gap, signal, missing),
    onStatus: (event) => {
      if (event.type === 'stream-problem') runtime.log.warn({ stream: 'private', error: event.error }, event.message);
      if (durable === undefined) hub.emit(event);
      else durable.tellStatus(event);
      if (HASTENING_EVENTS.has(event.type)) parts.onDoubt();
    },
  });
}
