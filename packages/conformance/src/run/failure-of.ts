import { ListenError } from '@venuekit/venue';
import { CardFailure } from '../card/card-failure.ts';
import { DialectBrokenError } from '../stage/dialect-broken-error.ts';
import type { DialectFinding } from '../stage/dialect-watch.ts';
import { secretValues } from '../stage/secret-values.ts';
import type { VenueStage } from '../stage/venue-stage.ts';
import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../subject/conformance-subject.ts';
import type { Blame, FailureReport } from './card-outcome.ts';
import { shownText } from './shown-text.ts';

const LONGEST_MESSAGE = 4_000;

/**
 * What a stage shows of an error that ended its card, without secrets. A dialect that is at fault is named, whatever else failed because of it.
 */
export function failureOf(error: unknown, stage: VenueStage | undefined, subject: ConformanceSubject): FailureReport {
  const secrets = secretValues(subject.credentials ?? DEFAULT_CREDENTIALS, stage?.wire ?? { requests: [], sockets: [] });
  const shown = (text: string): string => shownText(text, secrets);
  const [problem] = stage === undefined ? [] : dialectProblems(stage);
  const told = problem === undefined ? '' : `the dialect's ${problem.where} ${problem.problem}; `;
  const faults = problem === undefined ? (stage?.memberFaults ?? []) : [];
  /** A card sees what came of an error; its author wants to see the error. */
  const withFaults = (text: string): string =>
    shown([text, ...faults.filter((fault) => !text.includes(fault.slice(fault.indexOf(' threw ') + ' threw '.length)))].join('; '));
  const parts = {
    blame: problem === undefined ? blameOf(error) : ('dialect' as const),
    venueKnows: stage === undefined ? [] : knownOrders(stage).map(shown),
    timeline: (stage?.timeline.entries ?? []).map((entry) => ({ ...entry, text: shown(entry.text) })),
    forgotten: stage?.timeline.forgotten ?? 0,
  };
  if (error instanceof CardFailure) {
    const { what, expected, actual } = error.finding;
    const finding = { what: shown(what), expected: shown(expected), actual: shown(actual) };
    return { ...parts, message: withFaults(told + error.message), finding, stack: '' };
  }
  const thrown = error instanceof Error ? error : new Error(String(error));
  const message = withFaults(`${told}${thrown.name}: ${thrown.message.slice(0, LONGEST_MESSAGE)}`);
  return { ...parts, message, finding: undefined, stack: shown(thrown.stack ?? '') };
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
