import { SystemClock } from '@venuekit/core';
import { askFacts } from './ask-worker.ts';
import { WorkerPool } from './worker-pool.ts';
import type { SubjectFacts } from './worker-messages.ts';

/** What a subject must say of itself within, in ms. */
const WATCHDOG_MS = 20_000;

/** Asks a subject, in a worker of its own, what it declares. @throws SubjectError when it does not load or does not answer. */
export async function askSubject(module: URL): Promise<SubjectFacts> {
  const pool = new WorkerPool({ module, exportName: 'default', clock: new SystemClock(), watchdogMs: WATCHDOG_MS }, 1);
  try {
    return await askFacts(pool, module.href);
  } finally {
    await pool.close();
  }
}
