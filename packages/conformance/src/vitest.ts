import { isMainThread, workerData } from 'node:worker_threads';
import { isWorkerStart } from './run/is-worker-start.ts';
import type { ConformanceSubject } from './subject/conformance-subject.ts';

export type { BaselineEntry, ConformanceSubject, SubjectCredentials, SubjectMarket, SubjectPlace } from './subject/conformance-subject.ts';

/**
 * The whole of a connector's `test/conformance.test.ts`: makes one test of each card when vitest runs the file, and only hands the subject
 * on when the suite loads it.
 * @param url `import.meta.url` of the file. @returns the subject, which the file exports by default.
 */
export async function conformance(url: string, subject: ConformanceSubject): Promise<ConformanceSubject> {
  const data: unknown = workerData;
  if (!isMainThread && isWorkerStart(data)) return subject;
  const { registerTests } = await import('./command/vitest-binding.ts');
  await registerTests(new URL(url), subject);
  return subject;
}
