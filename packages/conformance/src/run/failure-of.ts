import { ListenError } from '@venuekit/venue';
import { CardFailure } from '../card/card-failure.ts';
import { DialectBrokenError } from '../stage/dialect-broken-error.ts';
import type { DialectFinding } from '../stage/dialect-watch.ts';
import type { VenueStage } from '../stage/venue-stage.ts';
import type { Blame, FailureReport } from './card-outcome.ts';

/** What a stage shows of an error that ended its card. A dialect that is at fault is named, whatever else failed because of it. */
export function failureOf(error: unknown, stage: VenueStage | undefined): FailureReport {
  const parts = {
    venueKnows: stage === undefined ? [] : knownOrders(stage),
    timeline: stage?.timeline.entries ?? [],
    forgotten: stage?.timeline.forgotten ?? 0,
  };
  const [problem] = stage === undefined ? [] : dialectProblems(stage);
  const blame = problem === undefined ? blameOf(error) : 'dialect';
  const told = problem === undefined ? '' : `the dialect's ${problem.where} ${problem.problem}; `;
  if (error instanceof CardFailure) {
    return { ...parts, blame, message: told + error.message, finding: error.finding, stack: '' };
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  return { ...parts, blame, message: `${told}${thrown.name}: ${thrown.message}`, finding: undefined, stack: thrown.stack ?? '' };
}

function blameOf(error: unknown): Blame {
  if (error instanceof DialectBrokenError) return 'dialect';
  return error instanceof ListenError ? 'suite' : 'connector';
}

/** What the dialect threw, and where it contradicted the venue; what it threw comes first. */
export function dialectProblems({ venue, dialectFindings }: VenueStage): readonly DialectFinding[] {
  const thrown = venue.dialectFaults.map(({ where, error }) => ({
    where,
    problem: `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
  }));
  return [...thrown, ...dialectFindings];
}

function knownOrders(stage: VenueStage): readonly string[] {
  return stage
    .truth()
    .openOrders.map(({ orderId, clientOrderId, side, amount, executedBase, tradingPair, status }) =>
      [`open order ${orderId} (${clientOrderId}):`, side, amount.toFixed(), tradingPair, status, `${executedBase.toFixed()} executed`].join(
        ' ',
      ),
    );
}
