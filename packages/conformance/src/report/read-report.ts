import type { Finding } from '../card/card-failure.ts';
import type { CardHead, CardOutcome, FailureReport } from '../run/card-outcome.ts';
import {
  REPORT_VERSION,
  type CardReport,
  type CheckFinding,
  type CheckReport,
  type FamilyReport,
  type KillReport,
  type KillRow,
  type SampleReport,
  type SuiteReport,
  type TierReport,
} from '../run/suite-report.ts';
import type { Tampering } from '../run/worker-messages.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import type { TimelineEntry } from '../stage/timeline.ts';
import type { BaselineEntry } from '../subject/conformance-subject.ts';
import { ReportError } from './report-error.ts';
import {
  hasMembers,
  isAbsentOr,
  isFlag,
  isListOf,
  isNullOr,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  isTextLike,
  type ShapeCheck,
  type ShapeProblem,
} from './report-shape.ts';

/**
 * Reads a report that `JSON.stringify` has written.
 * @param origin the file, for errors.
 * @throws ReportError naming the field, and for a report of another version.
 */
export function readReport(text: string, origin: string): SuiteReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReportError(origin, '(whole)', 'is no JSON');
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version !== REPORT_VERSION) {
    throw new ReportError(
      origin,
      'version',
      `is ${version}, and this release of the suite reads ${REPORT_VERSION}: take the one that wrote it`,
    );
  }
  const problems: ShapeProblem[] = [];
  if (isChecked(value, (problem) => problems.push(problem))) return value;
  const [{ path, problem } = { path: '', problem: 'should be a report' }] = problems;
  throw new ReportError(origin, path === '' ? '(whole)' : path, problem);
}

const isTexts = isListOf(isText);
const isCardId = isTextLike(/^[A-Z]+-[\w-]+$/, 'the id of a card');
const isFamily = isTextLike(/^[A-Z]+$/, 'the name of a family');
const isWord = isTextLike(/^[\w-]+$/, 'a word of letters, digits and hyphens');
const isDay = isTextLike(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
const isTier = isOneOf(0, 1, 2, 3, 4);
const counts = { passed: isNumber, failed: isNumber, notApplicable: isNumber, baselined: isNumber };

const isHead = hasMembers<CardHead>({
  id: isCardId,
  slug: isWord,
  title: isText,
  family: isFamily,
  severity: isOneOf('must', 'should'),
  tier: isOneOf(1, 2, 3),
  since: isDay,
  scenario: isText,
  doc: isText,
  look: isText,
  needs: isAbsentOr(isTexts),
  covers: isAbsentOr(isTexts),
});

const isFailure = hasMembers<FailureReport>({
  blame: isOneOf('connector', 'dialect', 'suite'),
  message: isText,
  finding: isAbsentOr(hasMembers<Finding>({ what: isText, expected: isText, actual: isText })),
  venueKnows: isTexts,
  timeline: isListOf(hasMembers<TimelineEntry>({ atMs: isNumber, lane: isOneOf('venue', 'wire', 'connector'), text: isText })),
  forgotten: isNumber,
  stack: isText,
});

const isOutcome = hasMembers<CardOutcome>({
  card: isHead,
  place: isOneOf('simulated', 'loopback'),
  verdict: isOneOf('pass', 'fail', 'not-applicable'),
  missing: isTexts,
  failure: isAbsentOr(isFailure),
  seed: isNumber,
  simulatedMs: isNumber,
});

const isCard = hasMembers<CardReport>({
  card: isHead,
  verdict: isOneOf('pass', 'fail', 'not-applicable', 'baselined'),
  isScored: isFlag,
  why: isText,
  outcome: isNullOr(isOutcome),
  overSockets: isNullOr(isOutcome),
  baseline: isNullOr(hasMembers<BaselineEntry>({ card: isText, since: isDay, until: isDay, reason: isText })),
});

const isTierReport = hasMembers<TierReport>({
  tier: isTier,
  name: isOneOf('shaped', 'reads', 'trades', 'survives', 'witnessed'),
  state: isOneOf('reached', 'held-back', 'not-checked'),
  heldBackBy: isTexts,
  ...counts,
});

const isCheck = hasMembers<CheckReport>({
  state: isOneOf('pass', 'fail', 'absent'),
  findings: isListOf(hasMembers<CheckFinding>({ where: isText, problem: isText, advice: isText })),
  notes: isTexts,
});

const isSample = hasMembers<SampleReport>({
  file: isText,
  kind: isText,
  source: isText,
  verdict: isOneOf('pass', 'fail'),
  problems: isTexts,
});

const isKillRow = hasMembers<KillRow>({
  mutant: isText,
  title: isText,
  evidence: isText,
  card: isCardId,
  verdict: isOneOf('killed', 'survived', 'never-acted', 'crashed', 'not-applicable', 'not-green'),
  message: isText,
});

const isKills = hasMembers<KillReport>({
  verdict: isOneOf('pass', 'fail'),
  killed: isNumber,
  applicable: isNumber,
  score: isNumber,
  rows: isListOf(isKillRow),
  neverFailed: isTexts,
});

const isSubject = hasMembers<SuiteReport['subject']>({
  name: isText,
  file: isText,
  product: isText,
  definition: isNullOr(
    hasMembers<NonNullable<SuiteReport['subject']['definition']>>({
      name: isText,
      domain: isText,
      isTradingRequired: isFlag,
      capabilities: isRecord,
    }),
  ),
  dialect: isNullOr(hasMembers<NonNullable<SuiteReport['subject']['dialect']>>({ name: isText, traits: isTexts, services: isTexts })),
  problem: isNullOr(isText),
});

const isReport: ShapeCheck = hasMembers<SuiteReport>({
  version: isOneOf(REPORT_VERSION),
  startedAt: isTextLike(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/, 'a time as ISO 8601'),
  durationMs: isNumber,
  subject: isSubject,
  requirements: isDay,
  seed: isNumber,
  isWhole: isFlag,
  verdict: isOneOf('pass', 'fail'),
  problems: isTexts,
  tier: isNullOr(isTier),
  tiers: isListOf(isTierReport),
  families: isListOf(hasMembers<FamilyReport>({ family: isFamily, ...counts })),
  cards: isListOf(isCard),
  probes: isListOf(
    hasMembers<ProbeOutcome>({
      need: isText,
      finding: hasMembers<Pick<ProbeOutcome['finding'], 'state'>>({ state: isOneOf('absent', 'works', 'cannot-be-probed') }),
    }),
  ),
  tampering: hasMembers<Tampering>({ removed: isTexts, overridden: isTexts, added: isTexts }),
  structure: isNullOr(isCheck),
  samples: isNullOr(isListOf(isSample)),
  witnesses: isNullOr(isCheck),
  kills: isNullOr(isKills),
});

/** The type of what every check has passed. */
function isChecked(value: unknown, onProblem: (problem: ShapeProblem) => void): value is SuiteReport {
  const problem = isReport(value, '');
  if (problem !== undefined) onProblem(problem);
  return problem === undefined;
}
