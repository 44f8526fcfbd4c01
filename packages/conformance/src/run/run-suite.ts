import type { Clock } from '@venuekit/core/connector';
import { SystemClock } from '@venuekit/core';
import { FAMILIES, type Card } from '../card/card.ts';
import { ALL_CARDS } from '../cards/all-cards.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import { ALL_REQUIREMENTS, requiredCards } from '../requirements/all-requirements.ts';
import type { RequirementSet } from '../requirements/requirement-set.ts';
import { SubjectError } from '../subject/subject-error.ts';
import { checkSamples } from './check-samples.ts';
import { checkWitnesses } from './check-witnesses.ts';
import { askCard, askFacts, askProbe } from './ask-worker.ts';
import type { CardOutcome } from './card-outcome.ts';
import { computeTiers, reachedTier } from './compute-tiers.ts';
import { findProblems } from './find-problems.ts';
import { judgeCards } from './judge-cards.ts';
import { killRows } from './kill-rows.ts';
import { scoreKills } from './score-kills.ts';
import { isWhole, selectCards, type CardSelection } from './select-cards.ts';
import { REPORT_VERSION, type CardReport, type CheckReport, type FamilyReport, type KillRow, type SuiteReport } from './suite-report.ts';
import { WorkerPool } from './worker-pool.ts';
import type { SubjectFacts } from './worker-messages.ts';

/** What a check outside of the cards is told. */
export interface CheckPlace {
  /** The folder of the package. */
  readonly packageRoot: URL;
  readonly product: string;
  /** The file of the subject. */
  readonly subject: URL;
}

/** Told what has been done so far, in the order in which it ends. */
export type SuiteProgress =
  | { readonly kind: 'begun'; readonly facts: SubjectFacts; readonly cards: readonly Card[] }
  | { readonly kind: 'card'; readonly outcome: CardOutcome; readonly done: number; readonly total: number }
  /** Both runs of the card, and what probes say, are known. */
  | { readonly kind: 'judged'; readonly cards: readonly CardReport[] }
  | { readonly kind: 'mutant'; readonly row: KillRow; readonly done: number; readonly total: number };

/** How a suite is run. */
export interface SuiteOptions {
  /** The file whose export is the subject, such as `new URL('conformance.test.ts', import.meta.url)`. */
  readonly subject: URL;
  /** Default `default`. */
  readonly exportName?: string | undefined;
  /** Default all cards. */
  readonly selection?: CardSelection | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** How long one card may take in real time, in ms. Default 20,000. */
  readonly watchdogMs?: number | undefined;
  /** Worker threads. Default: 2 where the machine has as many. */
  readonly workers?: number | undefined;
  /** Whether cards that can run over real sockets do so too. Default true. */
  readonly overSockets?: boolean | undefined;
  /** Whether mutants are run. Default true. */
  readonly mutants?: boolean | undefined;
  /** Of the machine: for the watchdog and for what today is. Default the system's. */
  readonly clock?: Clock | undefined;
  /** Default: those of the suite. */
  readonly requirementSets?: readonly RequirementSet[] | undefined;
  /** Checks files and package.json. Default: nobody looks. */
  readonly checkStructure?: ((place: CheckPlace) => Promise<CheckReport>) | undefined;
  /** How old a recording of the venue may be to count for tier 4, in days. Default 90. */
  readonly maximumRecordingAgeDays?: number | undefined;
  readonly onProgress?: ((progress: SuiteProgress) => void) | undefined;
}

const DEFAULT_WATCHDOG_MS = 20_000;
const DEFAULT_RECORDING_AGE_DAYS = 90;

/**
 * Runs the suite on a subject, each card in a worker thread.
 * @throws SubjectError when the subject does not load or is none, RangeError for a selection that nothing fits.
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteReport> {
  const { subject, exportName = 'default', watchdogMs = DEFAULT_WATCHDOG_MS, clock = new SystemClock(), workers } = options;
  const selected = selectCards(ALL_CARDS, options.selection ?? {});
  const pool = new WorkerPool({ module: subject, exportName, clock, watchdogMs }, workers);
  try {
    return await runWith(pool, clock, selected, options);
  } finally {
    await pool.close();
  }
}

async function runWith(pool: WorkerPool, clock: Clock, selected: readonly Card[], options: SuiteOptions): Promise<SuiteReport> {
  const { seed = 1, selection = {}, onProgress = () => undefined } = options;
  const [beganMs, startedMs] = [clock.monotonicMs(), clock.wallMs()];
  const startedAt = new Date(startedMs).toISOString();
  const facts = await askFacts(pool, options.subject.href);
  const required = requiredOf(facts, options);
  const { tampering, baseline, killsAllMutants } = facts;
  const isLeftOut = new Set([...tampering.removed, ...tampering.overridden]);
  const cards = selected.filter(({ id }) => !isLeftOut.has(id));
  onProgress({ kind: 'begun', facts, cards });

  const probes = await runProbes(pool, cards, facts, seed);
  const { outcomes, overSockets } = await runCards(pool, cards, seed, options);
  const today = startedAt.slice(0, 10);
  const reports = judgeCards({ cards: selected, outcomes, overSockets, probes, required: required.cards, baseline, tampering, today });
  onProgress({ kind: 'judged', cards: reports });

  const checks = await runChecks(pool, facts, options, startedMs);
  const { structure, samples } = checks;
  const rows = options.mutants === false ? null : await killRows(pool, reports, seed, onProgress);
  const kills = rows === null ? null : scoreKills(rows, reports);
  const knownIds = new Set<string>(ALL_CARDS.map(({ id }) => id));
  const tiers = isWhole(selection) ? computeTiers({ cards: reports, ...checks }) : [];
  const tier = reachedTier(tiers);
  const claim = facts.tier === undefined || tiers.length === 0 ? undefined : { claimed: facts.tier, reached: tier };
  const found = { probes, baseline, tampering, structure, samples, kills, killsAllMutants };
  const problems = findProblems({ ...found, cards: reports, isWhole: isWhole(selection), knownIds, claim });
  return {
    version: REPORT_VERSION,
    startedAt,
    durationMs: Math.round(clock.monotonicMs() - beganMs),
    subject: subjectOf(facts, options.subject),
    requirements: required.date,
    seed,
    isWhole: isWhole(selection),
    verdict: problems.length === 0 ? 'pass' : 'fail',
    problems,
    tier,
    tiers,
    families: familiesOf(reports),
    cards: reports,
    probes,
    tampering,
    ...checks,
    kills,
  };
}

function requiredOf(
  { requirements }: SubjectFacts,
  { requirementSets = ALL_REQUIREMENTS, subject }: SuiteOptions,
): ReturnType<typeof requiredCards> {
  try {
    return requiredCards(requirements, requirementSets);
  } catch (error) {
    throw new SubjectError(subject.href, `requirements: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Everything that a card needs and that is not declared is looked for once. */
async function runProbes(pool: WorkerPool, cards: readonly Card[], facts: SubjectFacts, seed: number): Promise<readonly ProbeOutcome[]> {
  if (facts.definition === undefined) return [];
  const declared = new Set(facts.declared);
  const undeclared = new Set(cards.flatMap(({ needs = [] }) => needs).filter((need) => !declared.has(need)));
  return Promise.all([...undeclared].map((need) => askProbe(pool, need, seed)));
}

interface Outcomes {
  readonly outcomes: ReadonlyMap<string, CardOutcome>;
  readonly overSockets: ReadonlyMap<string, CardOutcome>;
}

async function runCards(pool: WorkerPool, cards: readonly Card[], seed: number, options: SuiteOptions): Promise<Outcomes> {
  const outcomes = new Map<string, CardOutcome>();
  const overSockets = new Map<string, CardOutcome>();
  const again = new Set(options.overSockets === false ? [] : cards.filter((card) => card.overSockets ?? false));
  const total = cards.length + again.size;
  const note = (into: Map<string, CardOutcome>, outcome: CardOutcome): void => {
    into.set(outcome.card.id, outcome);
    options.onProgress?.({ kind: 'card', outcome, done: outcomes.size + overSockets.size, total });
  };
  await Promise.all(
    cards.map(async (card) => {
      const outcome = await askCard(pool, card, seed, 'simulated');
      note(outcomes, outcome);
      // What fails in simulated time fails over sockets too, and there a wait is a wait.
      if (again.has(card) && outcome.verdict !== 'fail') note(overSockets, await askCard(pool, card, seed, 'loopback'));
    }),
  );
  await tellWhatIsKept(pool, cards, outcomes, seed);
  return { outcomes, overSockets };
}

/** So many failures are looked at again; where more fail there is more to mend than this. */
const MAXIMUM_REPEATED = 3;

/** A card that fails after others and passes alone cannot be repeated by its seed: its author must know why. It has failed all the same. */
async function tellWhatIsKept(pool: WorkerPool, cards: readonly Card[], outcomes: Map<string, CardOutcome>, seed: number): Promise<void> {
  const failed = cards.flatMap((card) => {
    const failure = outcomes.get(card.id)?.failure;
    // What hangs or ends its thread has shown itself, and takes long.
    return failure?.blame === 'connector' && failure.finding !== undefined ? [{ card, failure }] : [];
  });
  if (cards.length === 1) return;
  const repeated = failed.slice(0, MAXIMUM_REPEATED).map(async ({ card, failure }) => {
    const [before, alone] = [outcomes.get(card.id), await askCard(pool, card, seed, 'simulated', { isAlone: true })];
    if (before === undefined || alone.verdict !== 'pass') return;
    const message = `${failure.message}; alone in a new thread it passes: the connector keeps something from one card to the next`;
    outcomes.set(card.id, { ...before, failure: { ...failure, message } });
  });
  await Promise.all(repeated);
}

/** What stands beside the cards in the package. A part of the suite looks at its structure alone. */
async function runChecks(
  pool: WorkerPool,
  { packageRoot, product, definition }: SubjectFacts,
  { checkStructure, maximumRecordingAgeDays = DEFAULT_RECORDING_AGE_DAYS, subject, selection = {} }: SuiteOptions,
  nowMs: number,
): Promise<Pick<SuiteReport, 'structure' | 'samples' | 'witnesses'>> {
  if (packageRoot === undefined) return { structure: null, samples: null, witnesses: null };
  const root = new URL(packageRoot);
  const structure = (await checkStructure?.({ packageRoot: root, product, subject })) ?? null;
  if (!isWhole(selection)) return { structure, samples: null, witnesses: null };
  const needsPrivate = definition?.isTradingRequired ?? true;
  return {
    structure,
    samples: await checkSamples(pool, root),
    witnesses: await checkWitnesses(pool, root, { nowMs, maximumAgeDays: maximumRecordingAgeDays, needsPrivate }),
  };
}

function subjectOf(facts: SubjectFacts, file: URL): SuiteReport['subject'] {
  const { name, product, definition = null, dialect = null, problem = null, packageRoot } = facts;
  const isInside = packageRoot !== undefined && file.href.startsWith(packageRoot);
  return { name, product, definition, dialect, problem, file: isInside ? file.href.slice(packageRoot.length) : file.href };
}

function familiesOf(cards: readonly CardReport[]): readonly FamilyReport[] {
  return FAMILIES.flatMap((family) => {
    const own = cards.filter(({ card }) => card.family === family);
    const count = (verdict: CardReport['verdict']): number => own.filter((report) => report.verdict === verdict).length;
    const counts = { passed: count('pass'), failed: count('fail'), notApplicable: count('not-applicable'), baselined: count('baselined') };
    return own.length === 0 ? [] : [{ family, ...counts }];
  });
}
