import { decorate } from '@venuekit/core/connector';
import type { Clock, ConnectorDefinition, StreamPlan, UserStreamDataSource, UserStreamSink } from '@venuekit/core/connector';
import type { MutantNotes } from './mutant.ts';
import { withBookSource, withUserStream } from './seams.ts';

type LoginFrames = Awaited<ReturnType<UserStreamDataSource['loginFrames']>>;

/**
 * The definition whose private data source tells what it reads of frames to another sink; what `change` is given is the true one, of which
 * each line of the stream has its own, and how often a socket has been logged in.
 */
export function withPrivateSink(
  definition: ConnectorDefinition,
  change: (sink: UserStreamSink, logins: () => number) => Partial<UserStreamSink>,
): ConnectorDefinition {
  const changed = new WeakMap<UserStreamSink, UserStreamSink>();
  return withUserStream(definition, (source) => {
    let logins = 0;
    return {
      loginFrames: (login) => {
        logins += 1;
        return source.loginFrames(login);
      },
      onFrame: (frame, sink) => {
        const other =
          changed.get(sink) ??
          decorate(
            sink,
            change(sink, () => logins),
          );
        changed.set(sink, other);
        source.onFrame(frame, other);
      },
    };
  });
}

/** The definition that sends other frames to log in; `change` is told the number of the login, from 1. */
export function withLoginFrames(
  definition: ConnectorDefinition,
  change: (frames: LoginFrames, number: number) => LoginFrames,
): ConnectorDefinition {
  return withUserStream(definition, (source) => {
    let logins = 0;
    return {
      loginFrames: async (login) => {
        logins += 1;
        const number = logins;
        return change(await source.loginFrames(login), number);
      },
    };
  });
}

/** A defect in the plan of the private stream. */
export function withPrivatePlan(plan: Partial<StreamPlan>): (definition: ConnectorDefinition, notes: MutantNotes) => ConnectorDefinition {
  return (definition, notes) =>
    withUserStream(definition, (source) => {
      notes.acted();
      return { stream: { ...source.stream, ...plan } };
    });
}

/** A defect in the plan of the market's stream. */
export function withMarketPlan(plan: Partial<StreamPlan>): (definition: ConnectorDefinition, notes: MutantNotes) => ConnectorDefinition {
  return (definition, notes) =>
    withBookSource(definition, (source) => {
      notes.acted();
      return { stream: { ...source.stream, ...plan } };
    });
}

/** The definition whose private data source knows the connector's clock. */
export function withClockedUserStream(
  definition: ConnectorDefinition,
  change: (source: UserStreamDataSource, clock: Clock) => Partial<UserStreamDataSource>,
): ConnectorDefinition {
  return decorate(definition, {
    createUserStreamDataSource: (environment) => {
      const source = definition.createUserStreamDataSource(environment);
      return decorate(source, change(source, environment.runtime.clock));
    },
  });
}
