import type { WorkerStart } from './worker-messages.ts';

/** Whether this is what a worker of the suite is started with; threads of others have other data. */
export function isWorkerStart(data: unknown): data is WorkerStart {
  return typeof data === 'object' && data !== null && 'isConformanceWorker' in data && data.isConformanceWorker === true;
}
