import { decorate } from '@venuekit/core/connector';
import type { ConnectorDefinition, FactoryEnvironment, Throttler, TimeSynchronizer } from '@venuekit/core/connector';

/** The definition whose factories are given another environment. */
function withEnvironment(
  definition: ConnectorDefinition,
  change: (environment: FactoryEnvironment) => FactoryEnvironment,
): ConnectorDefinition {
  return decorate<ConnectorDefinition>(definition, {
    createWebAssistantsFactory: (environment) => definition.createWebAssistantsFactory(change(environment)),
    createOrderBookDataSource: (environment) => definition.createOrderBookDataSource(change(environment)),
    createUserStreamDataSource: (environment) => definition.createUserStreamDataSource({ ...environment, ...change(environment) }),
  });
}

/** The definition whose way to the venue keeps its rate limits differently. */
export function withThrottler(definition: ConnectorDefinition, change: (throttler: Throttler) => Partial<Throttler>): ConnectorDefinition {
  return withEnvironment(definition, (environment) => ({
    ...environment,
    throttler: decorate(environment.throttler, change(environment.throttler)),
  }));
}

/** The definition whose way to the venue keeps the venue's time differently. */
export function withTimeSynchronizer(
  definition: ConnectorDefinition,
  change: (synchronizer: TimeSynchronizer, environment: FactoryEnvironment) => Partial<TimeSynchronizer>,
): ConnectorDefinition {
  return withEnvironment(definition, (environment) => ({
    ...environment,
    timeSynchronizer: decorate(environment.timeSynchronizer, change(environment.timeSynchronizer, environment)),
  }));
}
