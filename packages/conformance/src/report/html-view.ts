import type { CardOutcome } from '../run/card-outcome.ts';
import type { CardReport, CheckReport, KillRow, SampleReport, SuiteReport } from '../run/suite-report.ts';
import { nextSteps, type NextStep } from './next-step.ts';
import { tierLine } from './tier-line.ts';
import { whereToRead } from './where-to-read.ts';

/** One entry of a timeline: its text stands in the column of its lane. */
interface TimelineRow {
  readonly at: string;
  readonly venue: string;
  readonly wire: string;
  readonly connector: string;
}

/** A run of a card that failed, as the page shows it. */
interface FailureView {
  readonly place: string;
  readonly blame: string;
  readonly message: string;
  readonly finding: { readonly what: string; readonly expected: string; readonly actual: string } | undefined;
  readonly venueKnows: readonly string[];
  readonly rows: readonly TimelineRow[];
  readonly forgotten: number;
  readonly stack: string;
  readonly repeat: string;
}

interface CardView {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly scenario: string;
  readonly tier: number;
  readonly severity: string;
  readonly verdict: CardReport['verdict'];
  readonly verdictText: string;
  readonly why: string;
  readonly look: string;
  readonly doc: string;
  readonly isScored: boolean;
  readonly failures: readonly FailureView[];
}

/** What the template of the HTML page is filled with: texts and lists only. */
export interface HtmlView {
  readonly name: string;
  readonly verdict: SuiteReport['verdict'];
  readonly verdictText: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly problems: readonly string[];
  readonly next: NextStep | undefined;
  readonly tiers: readonly {
    readonly title: string;
    readonly state: string;
    readonly stateText: string;
    readonly why: string;
    readonly counts: string;
  }[];
  readonly families: readonly {
    readonly name: string;
    readonly summary: string;
    readonly isOpen: boolean;
    readonly cards: readonly CardView[];
  }[];
  readonly kills: { readonly summary: string; readonly rows: readonly KillRow[]; readonly neverFailed: string } | undefined;
  readonly checks: readonly {
    readonly title: string;
    readonly state: string;
    readonly notes: readonly string[];
    readonly findings: readonly { readonly where: string; readonly problem: string; readonly advice: string }[];
  }[];
  readonly capabilities: string;
}

const VERDICTS: Readonly<Record<CardReport['verdict'], string>> = {
  pass: 'passed',
  fail: 'failed',
  'not-applicable': 'not applicable',
  baselined: 'baselined',
};

/** A timeline longer than this is shown from its end. */
const MAXIMUM_ROWS = 400;

/** Puts a report into words and lists for the page. */
export function htmlView(report: SuiteReport): HtmlView {
  const { subject, kills } = report;
  const checks = [
    { title: 'Structure of the package', check: report.structure },
    { title: 'Samples of the venue’s documentation', check: report.samples === null ? null : sampleCheck(report.samples) },
    { title: 'Recordings of the venue', check: report.witnesses },
  ];
  return {
    name: subject.name,
    verdict: report.verdict,
    verdictText: `${report.verdict === 'pass' ? 'passed' : 'failed'}${report.tier === null ? '' : `, tier ${report.tier}`}`,
    facts: [
      { name: 'Cards', value: tierLine(report) },
      { name: 'Requirements', value: report.requirements },
      { name: 'Dialect', value: subject.dialect?.name ?? 'none' },
      {
        name: 'Run',
        value: `${report.startedAt}, ${(report.durationMs / 1_000).toFixed(1)} s, seed ${report.seed}${report.isWhole ? '' : ', not all cards'}`,
      },
    ],
    problems: [...(subject.problem === null ? [] : [subject.problem]), ...report.problems],
    next: nextSteps(report)[0],
    tiers: report.tiers.map(({ tier, name, state, heldBackBy, passed, failed, notApplicable, baselined }) => ({
      title: `${tier} ${name}`,
      state,
      stateText: state.replace('-', ' '),
      why: heldBackBy.join(', '),
      counts: `${passed} passed, ${failed} failed, ${notApplicable} not applicable, ${baselined} baselined`,
    })),
    families: report.families.map(({ family, passed, failed, notApplicable, baselined }) => ({
      name: family,
      summary: [count(passed, 'passed'), count(failed, 'failed'), count(notApplicable, 'not applicable'), count(baselined, 'baselined')]
        .filter((text) => text !== '')
        .join(', '),
      isOpen: failed > 0,
      cards: report.cards.filter(({ card }) => card.family === family).map(cardView),
    })),
    kills:
      kills === null
        ? undefined
        : {
            summary: `${kills.killed} of ${kills.applicable} mutants killed (${kills.score} %)`,
            rows: kills.rows,
            neverFailed: kills.neverFailed.join(', '),
          },
    checks: checks.flatMap(({ title, check }) =>
      check === null ? [] : [{ title, state: check.state, notes: check.notes, findings: check.findings }],
    ),
    capabilities: JSON.stringify(subject.definition?.capabilities ?? {}, undefined, 2),
  };
}

/** Each sample in a row of its own: read, or with what is wrong. */
function sampleCheck(samples: readonly SampleReport[]): CheckReport {
  const failed = samples.filter(({ verdict }) => verdict === 'fail');
  const findings = failed.flatMap(({ file, problems, source }) =>
    problems.map((problem) => ({ where: file, problem, advice: source === '' ? '' : `The payload stands in: ${source}` })),
  );
  const notes = samples.filter(({ verdict }) => verdict === 'pass').map(({ file, kind, source }) => `${file}: ${kind}, from ${source}`);
  if (samples.length === 0) return { state: 'absent', findings, notes: ['there is no sample in test/samples'] };
  return { state: failed.length === 0 ? 'pass' : 'fail', findings, notes };
}

function count(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${what}`;
}

function cardView({ card, verdict, why, outcome, overSockets, isScored }: CardReport): CardView {
  const { id, slug, title, scenario, tier, severity, look, doc } = card;
  const failures = [outcome, overSockets].flatMap((run) => (run === null ? [] : failureViews(run)));
  // What failed says it all, but not why it is put up with.
  const shownWhy = failures.length > 0 && verdict === 'fail' ? '' : why;
  return {
    id,
    slug,
    title,
    scenario,
    tier,
    severity,
    verdict,
    verdictText: VERDICTS[verdict],
    why: shownWhy,
    look,
    doc: whereToRead(doc),
    isScored,
    failures,
  };
}

function failureViews({ failure, place, seed, card }: CardOutcome): readonly FailureView[] {
  if (failure === undefined) return [];
  const shown = failure.timeline.slice(-MAXIMUM_ROWS);
  return [
    {
      place: place === 'loopback' ? 'over real sockets' : 'in process, on the manual clock',
      blame: failure.blame,
      message: failure.message,
      finding: failure.finding,
      venueKnows: failure.venueKnows,
      rows: shown.map(({ atMs, lane, text }) => ({
        at: `${Math.round(atMs)}`,
        venue: lane === 'venue' ? text : '',
        wire: lane === 'wire' ? text : '',
        connector: lane === 'connector' ? text : '',
      })),
      forgotten: failure.forgotten + failure.timeline.length - shown.length,
      stack: failure.stack,
      repeat: `venuekit-conformance run --card ${card.id} --seed ${seed}`,
    },
  ];
}
