/** Runs in a worker thread: loads the subject and does one task after another, so that what hangs can be ended from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import { macrotaskTurn } from '@venuekit/core/testing';
import { ALL_CARDS } from '../cards/all-cards.ts';
import type { Card } from '../card/card.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { runProbe } from '../probes/run-probe.ts';
import { recordEmbedded } from '../recording/embedded-recording.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { SubjectError } from '../subject/subject-error.ts';
import { validateSubject } from '../subject/validate-subject.ts';
import { describeSubject } from './describe-subject.ts';
import { isWorkerStart } from './is-worker-start.ts';
import { runCard } from './run-card.ts';
import { runMutant } from './run-mutant.ts';
import { RunningMark } from './running-mark.ts';
import { readSampleFile } from './sample-task.ts';
import { failureBeside, StrayErrors } from './stray-errors.ts';
import { processTimers, ThreadWatch } from './thread-watch.ts';
import { hearWitness } from './witness-task.ts';
import type { WorkerAnswer, WorkerMessage, WorkerTask } from './worker-messages.ts';

const start: unknown = workerData;
const port = parentPort;
if (port === null || !isWorkerStart(start)) throw new TypeError('this file runs in a worker of the suite only');

const mark = new RunningMark(start.memory);
const strays = new StrayErrors();
const thread = new ThreadWatch();
const say = (message: WorkerMessage): void => port.postMessage(message);

try {
  const loaded: unknown = await import(start.module);
  const found: unknown = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, start.exportName) : undefined;
  if (thread.changed !== undefined) throw new SubjectError(start.module, `it changes ${thread.changed}, which all code here shares`);
  const subject = validateSubject(found, start.module);
  port.on('message', (task: WorkerTask) => {
    void answer(subject, task);
  });
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'broken', ...(error instanceof SubjectError ? { message: error.problem, stack: '' } : loadError(error)) });
}

function loadError(error: unknown): ReturnType<typeof parts> {
  const { message, stack } = parts(error);
  return { message: `it does not load: ${message}`, stack };
}

async function answer(subject: ConformanceSubject, task: WorkerTask): Promise<void> {
  mark.clear();
  const timers = processTimers();
  try {
    const done = await work(subject, task);
    if (task.kind !== 'card' && task.kind !== 'mutant') strays.forget();
    const damage = damageOf(task, timers);
    say({ kind: 'answer', answer: damaged(done, damage), isSpent: damage !== undefined });
  } catch (error) {
    const { message, stack } = parts(error);
    const damage = damageOf(task, timers);
    say({ kind: 'failed', message: damage === undefined ? message : `${damage}; ${message}`, stack, isSpent: damage !== undefined });
  }
}

/** What the subject has done to this thread, so that what runs after it in here would suffer. */
function damageOf(task: WorkerTask, timersBefore: number): string | undefined {
  const { changed } = thread;
  if (changed !== undefined) return `it has changed ${changed}, which all code of the process shares`;
  const isReal = task.kind !== 'card' || task.place !== 'simulated';
  return isReal || processTimers() <= timersBefore
    ? undefined
    : 'it has left timers of the process behind: only those of the clock that a connector is given stand still and end with it';
}

function damaged(done: WorkerAnswer, damage: string | undefined): WorkerAnswer {
  if (damage === undefined || done.kind !== 'card') return done;
  const { failure } = done.outcome;
  const told = failure === undefined ? damage : `${damage}; ${failure.message}`;
  return { kind: 'card', outcome: { ...done.outcome, verdict: 'fail', failure: failureBeside(told, failure) } };
}

async function work(subject: ConformanceSubject, task: WorkerTask): Promise<WorkerAnswer> {
  switch (task.kind) {
    case 'describe':
      return { kind: 'describe', facts: describeSubject(subject, mark) };
    case 'probe':
      return { kind: 'probe', outcome: await runProbe(subject, task.need, { seed: task.seed, witness: mark }) };
    case 'sample':
      return { kind: 'sample', outcome: await readSampleFile(subject, task.path) };
    case 'witness':
      return { kind: 'witness', outcome: await hearWitness(subject, task.path, task.rule) };
    case 'record': {
      const { text, failure } = await recordEmbedded({ subject });
      return { kind: 'record', outcome: { text, failure } };
    }
    case 'card': {
      const outcome = await runCard(subject, cardOf(task.card), { seed: task.seed, place: task.place, witness: mark });
      await macrotaskTurn();
      return { kind: 'card', outcome: strays.judgeCard(outcome) };
    }
    default: {
      const mutant = ALL_MUTANTS.find(({ id }) => id === task.mutant);
      if (mutant === undefined) throw new RangeError(`the suite has no mutant ${task.mutant}`);
      const outcome = await runMutant(subject, mutant, cardOf(task.card), { seed: task.seed, witness: mark });
      await macrotaskTurn();
      return { kind: 'mutant', outcome: strays.judgeMutant(outcome) };
    }
  }
}

function cardOf(id: string): Card {
  const card = ALL_CARDS.find((candidate) => candidate.id === id);
  if (card === undefined) throw new RangeError(`the suite has no card ${id}`);
  return card;
}

function parts(error: unknown): { readonly message: string; readonly stack: string } {
  return error instanceof Error
    ? { message: `${error.name}: ${error.message}`, stack: error.stack ?? '' }
    : { message: String(error), stack: '' };
}
