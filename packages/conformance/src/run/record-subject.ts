import { SystemClock } from '@venuekit/core';
import { SubjectError } from '../subject/subject-error.ts';
import { askRecording } from './ask-worker.ts';
import { WorkerPool } from './worker-pool.ts';

/** A run of a subject on its simulated venue, as the recorder wrote it. */
export interface SubjectRecording {
  /** The whole file. */
  readonly text: string;
  /** Why the run ended before its end; undefined when it did not. */
  readonly failure: string | undefined;
}

/** Longer than any run takes, in ms. */
const WATCHDOG_MS = 120_000;

/** Records a subject's connector on its dialect, in a worker thread. @throws SubjectError when the subject does not load or hangs. */
export async function recordSubject(subject: URL, exportName: string = 'default'): Promise<SubjectRecording> {
  const pool = new WorkerPool({ module: subject, exportName, clock: new SystemClock(), watchdogMs: WATCHDOG_MS }, 1);
  try {
    const { recording, problem } = await askRecording(pool);
    if (recording !== undefined) return recording;
    throw new SubjectError(subject.href, `it cannot be recorded: ${problem}`);
  } finally {
    await pool.close();
  }
}
