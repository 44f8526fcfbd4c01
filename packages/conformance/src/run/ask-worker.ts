import type { Card } from '../card/card.ts';
import type { Mutant } from '../mutant/mutant.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import { SubjectError } from '../subject/subject-error.ts';
import type { Need } from '../subject/need.ts';
import { cardHead, type Blame, type CardOutcome } from './card-outcome.ts';
import type { WitnessRule } from '../recording/witness-verdict.ts';
import type { SubjectRecording } from './record-subject.ts';
import type { CardPlace } from './run-card.ts';
import type { SampleOutcome } from './sample-task.ts';
import type { KillRow } from './suite-report.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { TaskEnd, TaskTerms } from './worker-seat.ts';
import type { WitnessOutcome } from './witness-task.ts';
import type { SubjectFacts } from './worker-messages.ts';

/** A task that has not ended as it should, whose fault that is, and what to say. */
interface BadEnd {
  readonly blame: Blame;
  readonly message: string;
  readonly stack: string;
}

/** What the subject says of itself. @throws SubjectError when it does not load or cannot be asked. */
export async function askFacts(pool: WorkerPool, origin: string): Promise<SubjectFacts> {
  const end = await pool.run({ kind: 'describe' });
  if (end.kind === 'answer' && end.answer.kind === 'describe') return end.answer.facts;
  throw new SubjectError(origin, `it cannot be asked what it declares: ${badEnd(end).message}`);
}

/** Runs one card in a worker. Never rejects because of the card. */
export async function askCard(pool: WorkerPool, card: Card, seed: number, place: CardPlace, terms: TaskTerms = {}): Promise<CardOutcome> {
  const end = await pool.run({ kind: 'card', card: card.id, seed, place }, terms);
  if (end.kind === 'answer' && end.answer.kind === 'card') return end.answer.outcome;
  const { blame, message, stack } = badEnd(end);
  const failure = { blame, message, finding: undefined, venueKnows: [], timeline: [], forgotten: 0, stack };
  return { card: cardHead(card), place, verdict: 'fail', missing: [], failure, seed, simulatedMs: 0 };
}

export async function askProbe(pool: WorkerPool, need: Need, seed: number): Promise<ProbeOutcome> {
  const end = await pool.run({ kind: 'probe', need, seed });
  if (end.kind === 'answer' && end.answer.kind === 'probe') return end.answer.outcome;
  return { need, finding: { state: 'cannot-be-probed', reason: badEnd(end).message } };
}

export async function askMutant(pool: WorkerPool, mutant: Mutant, card: Card, seed: number): Promise<KillRow> {
  const { id, title, evidence } = mutant;
  const row = { mutant: id, title, evidence, card: card.id };
  const end = await pool.run({ kind: 'mutant', mutant: id, card: card.id, seed });
  if (end.kind === 'answer' && end.answer.kind === 'mutant') {
    const { verdict, message } = end.answer.outcome;
    return { ...row, verdict, message };
  }
  return { ...row, verdict: 'crashed', message: badEnd(end).message };
}

/** @param path of the sample's file. */
export async function askSample(pool: WorkerPool, path: string): Promise<SampleOutcome> {
  const end = await pool.run({ kind: 'sample', path });
  if (end.kind === 'answer' && end.answer.kind === 'sample') return end.answer.outcome;
  return { kind: '', source: '', problems: [badEnd(end).message] };
}

/** A long recording is a long life: hours of it take minutes. In ms. */
const LEAST_REPLAY_MS = 300_000;

/** @param path of the recording's file. */
export async function askWitness(pool: WorkerPool, path: string, rule: WitnessRule): Promise<WitnessOutcome> {
  const end = await pool.run({ kind: 'witness', path, rule }, { leastMs: LEAST_REPLAY_MS });
  if (end.kind === 'answer' && end.answer.kind === 'witness') return end.answer.outcome;
  const unreadable = `it cannot be replayed: ${badEnd(end).message}`;
  const nothing = { isPrivate: false, about: '', connector: [], dialect: [], uncovered: [], compared: 0 };
  return { ...nothing, verdict: { counts: false, reason: 'it cannot be replayed' }, unreadable };
}

/** `recording` is undefined when the run hung or its thread ended; `problem` says how. */
export async function askRecording(
  pool: WorkerPool,
): Promise<{ readonly recording: SubjectRecording | undefined; readonly problem: string }> {
  const end = await pool.run({ kind: 'record' });
  if (end.kind === 'answer' && end.answer.kind === 'record') return { recording: end.answer.outcome, problem: '' };
  return { recording: undefined, problem: badEnd(end).message };
}

function badEnd(end: TaskEnd): BadEnd {
  switch (end.kind) {
    case 'hung':
      return { ...hungIn(end.running), stack: '', message: `nothing came for ${end.afterMs} ms: ${hungIn(end.running).message}` };
    case 'crashed':
      return { blame: 'connector', message: end.message, stack: end.stack };
    default:
      return { blame: 'suite', message: `the worker answered a ${end.answer.kind} instead`, stack: '' };
  }
}

/** Names what a thread was in when it was ended. */
function hungIn({ now, awaited }: Extract<TaskEnd, { readonly kind: 'hung' }>['running']): Pick<BadEnd, 'blame' | 'message'> {
  if (now?.startsWith('dialect.') === true)
    return { blame: 'dialect', message: `the dialect's ${now.slice('dialect.'.length)} does not return` };
  if (now === 'subject.dialect') return { blame: 'dialect', message: `${now} does not return` };
  if (now !== undefined) return { blame: 'connector', message: `${now} does not return` };
  const names = awaited.length === 0 ? 'no member of the definition is at work' : `these members were at work: ${awaited.join(', ')}`;
  return { blame: 'connector', message: `it was in no member and in no function of the dialect; ${names}` };
}
