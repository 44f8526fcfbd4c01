import type { OrderFilledEvent } from '../model/events.ts';
import type { ConnectorServices } from './connector-services.ts';
import { reportProblem } from './connector-services.ts';

/** Corrects the limits by what the venue says of them; what cannot be used is reported, and that limit stays as it is. */
export function correctRateLimits(services: ConnectorServices, reply: unknown): void {
  const { definition, throttler } = services;
  const onProblem = (error: unknown): void => reportProblem(services, 'rest', 'a rate limit could not be read and stays as it is', error);
  try {
    for (const { limitId, ...change } of definition.formatRateLimits?.(reply, onProblem) ?? []) {
      try {
        throttler.setLimit(limitId, change);
      } catch (error) {
        onProblem(error);
      }
    }
  } catch (error) {
    onProblem(error);
  }
}

/** Gives back what the venue no longer counts of an order that has just had its first fill. */
export function releaseFirstFill(services: ConnectorServices, { eventTimeMs, isTaker }: OrderFilledEvent): void {
  const { definition, throttler, timeSynchronizer } = services;
  const happenedAtMs = eventTimeMs - timeSynchronizer.timeOffsetMs;
  for (const { limitId, taker, maker } of definition.firstFillReleases ?? []) {
    try {
      throttler.release(limitId, isTaker ? taker : maker, { happenedAtMs });
    } catch (error) {
      reportProblem(services, 'private', 'a rate limit could not be given back', error);
    }
  }
}
