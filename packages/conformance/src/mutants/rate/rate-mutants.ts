import { ConnectorError, VenueRejection } from '@venuekit/core/connector';
import type { CanceledOrder, RateLimit } from '@venuekit/core/connector';
import { withRest } from '../../mutant/command-seams.ts';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withThrottler } from '../../mutant/limit-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMembers, withUserStream } from '../../mutant/seams.ts';

const DAY_MS = 86_400_000;

/** Defects that cards of the family RATE find. */
export const rateMutants: readonly Mutant[] = [
  defineMutant({
    id: 'limits-are-declared-too-high',
    title: 'The limits of the table, and those that the venue tells, are taken for ten times what they are',
    evidence: 'MUT-15: weight under-counted',
    killers: ['RATE-01', 'RATE-02', 'RATE-03', 'RATE-05'],
    apply: (definition, notes) => {
      notes.acted();
      const formatRateLimits = definition.formatRateLimits?.bind(definition);
      return withMembers(definition, {
        rateLimitsRules: definition.rateLimitsRules.map((rule): RateLimit => ({ ...rule, limit: rule.limit * 10 })),
        ...(formatRateLimits !== undefined && {
          formatRateLimits: (reply, onProblem) =>
            formatRateLimits(reply, onProblem).map((correction) =>
              correction.limit === undefined ? correction : { ...correction, limit: correction.limit * 10 },
            ),
        }),
      });
    },
  }),
  defineMutant({
    id: 'calls-are-not-charged',
    title: 'Some calls go past the throttler, and the venue’s counts are not read',
    evidence: 'MUT-15: one limiter token per request whatever its weight',
    killers: ['RATE-01', 'RATE-02', 'RATE-03'],
    apply: (definition, notes) => {
      let calls = 0;
      return withThrottler(definition, (throttler) => ({
        acquire: async (limitId, options) => {
          calls += 1;
          if (calls % 3 !== 0) return throttler.acquire(limitId, options);
          notes.acted();
        },
        reportUsage: () => undefined,
      }));
    },
  }),
  defineMutant({
    id: 'everything-counts-as-an-order',
    title: 'Questions and cancels are charged to the limit of orders too',
    evidence: 'docs/rate-limits.md: the author links a call to the wrong pool',
    killers: ['RATE-04'],
    apply: (definition, notes) => {
      let ofOrders: string | undefined;
      return withThrottler(definition, (throttler) => ({
        acquire: async (limitId, options) => {
          if (options?.lane === 'order') ofOrders = limitId;
          else if (ofOrders !== undefined && ofOrders !== limitId) {
            notes.acted();
            await throttler.acquire(ofOrders, options);
          }
          await throttler.acquire(limitId, options);
        },
      }));
    },
  }),
  defineMutant({
    id: 'refusals-do-not-pause',
    title: 'A refusal for too many requests fails the call and holds nothing up, and the venue’s counts are not believed either',
    evidence: 'MUT-15: retry-after ignored, 418 loops; tardis 418 test',
    killers: ['RATE-06', 'RATE-07', 'RATE-10'],
    // Where limits free little at a time, or no wait is told, a refusal is over at once.
    needs: ['lacks:decaying-limits', 'lacks:limits-in-headers'],
    apply: (definition, notes) => withThrottler(definition, () => ({ pause: () => notes.acted(), reportUsage: () => undefined })),
  }),
  defineMutant({
    id: 'ban-is-a-short-pause',
    title: 'A ban is waited for as long as any refusal, a second',
    evidence: 'MUT-15: 418 loops; tardis 418 test',
    killers: ['RATE-07'],
    apply: (definition, notes) =>
      withThrottler(definition, (throttler) => ({
        pause: (limitId, durationMs, cause) => {
          if (cause?.isBan === true) notes.acted();
          throttler.pause(limitId, cause?.isBan === true ? 1_000 : durationMs, cause);
        },
      })),
  }),
  defineMutant({
    id: 'rate-limit-is-any-rejection',
    title: 'A refusal for too many requests is taken for a refusal of what was asked',
    evidence: 'docs/rate-limits.md: the author maps the code to the wrong class',
    killers: ['RATE-06'],
    apply: (definition, notes) =>
      withRest(definition, async (answer) => {
        try {
          return await answer;
        } catch (error) {
          if (!ConnectorError.is(error) || error.code !== 'RATE_LIMITED') throw error;
          notes.acted();
          throw new VenueRejection({ reason: 'other', status: 400, venueCode: '', venueMessage: 'refused' });
        }
      }),
  }),
  defineMutant({
    id: 'cancels-wait-in-line',
    title: 'Cancels and orders wait in one line with questions',
    evidence: 'docs/rate-limits.md: who goes first',
    killers: ['RATE-08'],
    apply: (definition, notes) =>
      withThrottler(definition, (throttler) => ({
        acquire: (limitId, options) => {
          if (options?.lane === 'cancel') notes.acted();
          return throttler.acquire(limitId, { ...options, lane: 'query' });
        },
      })),
  }),
  defineMutant({
    id: 'refused-order-is-sent-again',
    title: 'A placement that is refused for the rate is sent again by the connector',
    evidence: 'design: nothing is ever sent again; retries of HTTP libraries take 429 for one',
    killers: ['RATE-10'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            if (!ConnectorError.is(error) || error.code !== 'RATE_LIMITED') throw error;
            notes.acted();
            return definition.placeOrder(context, order);
          }
        },
      }),
  }),
  defineMutant({
    id: 'refused-cancel-is-done',
    title: 'A cancel that is refused for the rate counts as done',
    evidence: 'MUT-3',
    killers: ['RATE-09'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeCancel: async (context, order): Promise<CanceledOrder> => {
          try {
            return await definition.placeCancel(context, order);
          } catch (error) {
            if (!ConnectorError.is(error) || error.code !== 'RATE_LIMITED') throw error;
            notes.acted();
            return { state: 'canceled', updateTimeMs: context.nowMs() };
          }
        },
      }),
  }),
  defineMutant({
    id: 'told-limits-are-not-read',
    title: 'What the venue says of its limits is not read',
    evidence: 'docs/rate-limits.md: the table is only where the connector starts from',
    killers: ['RATE-11', 'RATE-12'],
    apply: (definition, notes) =>
      withMembers(definition, {
        formatRateLimits: () => {
          notes.acted();
          return [];
        },
      }),
  }),
  defineMutant({
    id: 'told-limits-are-read-once',
    title: 'What the venue says of its limits is read at the start alone',
    evidence: 'docs/rate-limits.md: read at the start and with the rules',
    killers: ['RATE-12'],
    apply: (definition, notes) => {
      const formatRateLimits = definition.formatRateLimits?.bind(definition);
      let readings = 0;
      return withMembers(definition, {
        formatRateLimits: (reply, onProblem) => {
          readings += 1;
          if (readings > 1) {
            notes.acted();
            return [];
          }
          return formatRateLimits?.(reply, onProblem) ?? [];
        },
      });
    },
  }),
  defineMutant({
    id: 'own-use-alone-is-counted',
    title: 'The venue’s count is taken for our own, so that what others use is not in it',
    evidence: 'docs/rate-limits.md: use by others on the same address',
    killers: ['RATE-13'],
    apply: (definition, notes) =>
      withThrottler(definition, (throttler) => ({
        reportUsage: (limitId, used, options) => {
          notes.acted();
          throttler.reportUsage(limitId, Math.min(used, 10), options);
        },
      })),
  }),
  defineMutant({
    id: 'waits-are-a-thousand-times-too-long',
    title: 'Milliseconds to wait are taken for seconds',
    evidence: 'MUT-15; venue documents mix s and ms',
    killers: ['RATE-14'],
    apply: (definition, notes) =>
      withThrottler(definition, (throttler) => ({
        pause: (limitId, durationMs, cause) => {
          notes.acted();
          throttler.pause(limitId, durationMs * 1_000, cause);
        },
      })),
  }),
  defineMutant({
    id: 'senseless-wait-is-none',
    title: 'A wait that cannot be read counts as none',
    evidence: 'MUT-15: retry-after ignored',
    killers: ['RATE-14'],
    apply: (definition, notes) =>
      withThrottler(definition, (throttler) => ({
        pause: (limitId, durationMs, cause) => {
          if (durationMs < DAY_MS) notes.acted();
          else throttler.pause(limitId, durationMs, cause);
        },
      })),
  }),
  defineMutant({
    id: 'reconnects-without-rest',
    title: 'A socket that is lost is opened again at once, each time',
    evidence: 'further seeded bugs: backoff reset on every connect (flapping)',
    killers: ['RATE-16'],
    apply: (definition, notes) => {
      notes.acted();
      const backoff = { initialMs: 1, maximumMs: 1, stableAfterMs: 1 };
      const books = withBookSource(definition, ({ stream }) => ({ stream: { ...stream, backoff } }));
      return withUserStream(books, ({ stream }) => ({ stream: { ...stream, backoff } }));
    },
  }),
];
