import { setMaxListeners } from 'node:events';

/**
 * Calls `callback` once when `signal` is aborted; not at once when it is aborted already. Any number of waits may share one
 * long-lived signal without the platform's warning of a leak.
 *
 * @returns stops listening
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  setMaxListeners(0, signal);
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}
