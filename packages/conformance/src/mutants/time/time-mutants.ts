import { ConfigurationError } from '@venuekit/core/connector';
import type { ConnectorDefinition, PlacedOrder, UserStreamUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withThrottler, withTimeSynchronizer } from '../../mutant/limit-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch, withMembers } from '../../mutant/seams.ts';

/** The definition whose order events have other times. */
function withTimes(definition: ConnectorDefinition, change: (timeMs: number) => number): ConnectorDefinition {
  const ofUpdate = (update: UserStreamUpdate): UserStreamUpdate => {
    if (update.kind === 'trade') return { ...update, update: { ...update.update, fillTimeMs: change(update.update.fillTimeMs) } };
    if (update.kind === 'order') return { ...update, update: { ...update.update, updateTimeMs: change(update.update.updateTimeMs) } };
    return update;
  };
  return withMembers(definition, {
    placeOrder: async (context, order): Promise<PlacedOrder> => {
      const placed = await definition.placeOrder(context, order);
      return { ...placed, updateTimeMs: change(placed.updateTimeMs) };
    },
    userStreamEventListener: async (event, context) => (await definition.userStreamEventListener(event, context)).map(ofUpdate),
  });
}

/** Defects that cards of the family TIME find. */
export const timeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'clock-error-is-not-resynchronised',
    title: 'A refused timestamp does not let the time be asked for again',
    evidence: 'MUT-17: Hummingbot time-sync hook',
    killers: ['TIME-01', 'TIME-02', 'TIME-03', 'TIME-10', 'TIME-12'],
    needs: ['lacks:sign-nonce'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, (synchronizer) => ({
        resynchronise: async () => notes.acted(),
        updateServerTimeOffset: async (provider) => {
          if (!synchronizer.isInitialised) await synchronizer.updateServerTimeOffset(provider);
        },
      })),
  }),
  defineMutant({
    id: 'refused-timestamp-is-not-repeated',
    title: 'A request whose timestamp is refused is not sent again, although the time is known now',
    evidence: 'MUT-17: Hummingbot time-sync hook',
    killers: ['TIME-01', 'TIME-02', 'TIME-03', 'TIME-05'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, (synchronizer) => ({
        resynchronise: async (provider, signal) => {
          await synchronizer.resynchronise(provider, signal);
          notes.acted();
          throw new ConfigurationError('time', 'venue', 'is not followed');
        },
      })),
  }),
  defineMutant({
    id: 'signs-with-our-wall-clock',
    title: 'Requests are signed with the time of our wall clock',
    evidence: 'MUT-17; hummingbot issues on timestamps',
    killers: ['TIME-01', 'TIME-02', 'TIME-03', 'TIME-07', 'TIME-09'],
    needs: ['lacks:sign-nonce'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, (_synchronizer, { runtime }) => ({
        nowMs: () => {
          notes.acted();
          return runtime.clock.wallMs();
        },
      })),
  }),
  defineMutant({
    id: 'time-is-asked-for-once',
    title: 'The venue’s time is asked for at the start and never again',
    evidence: 'MUT-17',
    killers: ['TIME-04'],
    needs: ['lacks:sign-nonce', 'lacks:sign-jwt'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, (synchronizer) => ({
        updateServerTimeOffset: async (provider) => {
          if (!synchronizer.isInitialised) await synchronizer.updateServerTimeOffset(provider);
          else notes.acted();
        },
      })),
  }),
  defineMutant({
    id: 'refused-timestamp-is-repeated-until-it-is-taken',
    title: 'A placement whose timestamp is refused is sent again and again',
    evidence: 'design: resync once and retry once',
    killers: ['TIME-06'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          for (let attempt = 0; ; attempt += 1) {
            try {
              return await definition.placeOrder(context, order);
            } catch (error) {
              if (!definition.isRequestExceptionRelatedToTimeSynchronizer(error) || attempt === 20) throw error;
              notes.acted();
            }
          }
        },
      }),
  }),
  defineMutant({
    id: 'time-that-cannot-be-had-is-ours',
    title: 'When the venue does not tell its time, our own clock is believed from then on',
    evidence: 'MUT-17: a caught error hides that there is no time',
    killers: ['TIME-07'],
    needs: ['lacks:sign-nonce'],
    apply: (definition, notes) =>
      withTimeSynchronizer(definition, (synchronizer, { runtime }) => ({
        updateServerTimeOffset: async (provider) => {
          try {
            await synchronizer.updateServerTimeOffset(provider);
          } catch {
            notes.acted();
            const offsetMs = runtime.clock.wallMs() - runtime.clock.monotonicMs();
            for (let sample = 0; sample < 5; sample += 1) synchronizer.addTimeOffsetMsSample(offsetMs);
          }
        },
      })),
  }),
  defineMutant({
    id: 'signed-before-the-wait',
    title: 'Requests are signed before they wait for a rate limit',
    evidence: 'further seeded bugs: signing before the throttle wait',
    killers: ['TIME-08'],
    apply: (definition, notes) => {
      const waits: (() => Promise<void>)[] = [];
      const throttled = withThrottler(definition, (throttler) => ({
        acquire: async (limitId, options) => {
          waits.push(() => throttler.acquire(limitId, { ...options, lane: 'order' }));
        },
      }));
      return withFetch(throttled, (fetch) => async (request) => {
        await waits.shift()?.();
        notes.acted();
        return fetch(request);
      });
    },
  }),
  defineMutant({
    id: 'times-in-seconds',
    title: 'The venue’s times are told in seconds',
    evidence: 'venue-differences.md: s, ms, µs and ns',
    killers: ['TIME-11'],
    apply: (definition, notes) =>
      withTimes(definition, (timeMs) => {
        notes.acted();
        return Math.trunc(timeMs / 1_000);
      }),
  }),
];
