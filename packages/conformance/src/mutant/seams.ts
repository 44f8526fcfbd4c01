import { decorate } from '@venuekit/core/connector';
import type {
  ConnectorDefinition,
  FactoryEnvironment,
  MarketDataSink,
  OrderBookDataSource,
  Runtime,
  UserStreamDataSource,
} from '@venuekit/core/connector';

/** The definition with other members. */
export function withMembers(definition: ConnectorDefinition, members: Partial<ConnectorDefinition>): ConnectorDefinition {
  return decorate(definition, members);
}

/** The definition with other members of its public data source; what `change` is given is the true one. */
export function withBookSource(
  definition: ConnectorDefinition,
  change: (source: OrderBookDataSource) => Partial<OrderBookDataSource>,
): ConnectorDefinition {
  return decorate(definition, {
    createOrderBookDataSource: (environment) => {
      const source = definition.createOrderBookDataSource(environment);
      return decorate(source, change(source));
    },
  });
}

/** The definition whose public data source tells what it reads of frames to another sink; what `change` is given is the true one. */
export function withMarketSink(
  definition: ConnectorDefinition,
  change: (sink: MarketDataSink) => Partial<MarketDataSink>,
): ConnectorDefinition {
  const changed = new WeakMap<MarketDataSink, MarketDataSink>();
  return withBookSource(definition, (source) => ({
    onFrame: (frame, sink, symbols) => {
      const other = changed.get(sink) ?? decorate(sink, change(sink));
      changed.set(sink, other);
      source.onFrame(frame, other, symbols);
    },
  }));
}

/** The definition with other members of its private data source. */
export function withUserStream(
  definition: ConnectorDefinition,
  change: (source: UserStreamDataSource) => Partial<UserStreamDataSource>,
): ConnectorDefinition {
  return decorate(definition, {
    createUserStreamDataSource: (environment) => {
      const source = definition.createUserStreamDataSource(environment);
      return decorate(source, change(source));
    },
  });
}

/** The definition whose REST goes another way. */
export function withFetch(
  definition: ConnectorDefinition,
  change: (fetch: Runtime['fetch'], environment: FactoryEnvironment) => Runtime['fetch'],
): ConnectorDefinition {
  return decorate(definition, {
    createWebAssistantsFactory: (environment) => {
      const fetch = change((request) => environment.runtime.fetch(request), environment);
      return definition.createWebAssistantsFactory({ ...environment, runtime: decorate(environment.runtime, { fetch }) });
    },
  });
}
