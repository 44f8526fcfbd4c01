import { ConnectorError } from './connector-error.ts';

/** Why a store of tracking states could not do what was asked. */
export type StorageProblem =
  /** Another process, or another connector of this one, has the store open. */
  | 'in-use'
  /** Another process has opened the store since, although we held its lock; we may not write any more. */
  | 'taken-over'
  /** Written by a later release. */
  | 'newer-version'
  /** The file holds something else. */
  | 'not-a-store'
  /** The file is broken in a way that goes beyond single rows. */
  | 'damaged'
  | 'full'
  | 'read-only'
  /** Not opened, or closed already. */
  | 'closed'
  /** A value that cannot be written as JSON, or a sequence number out of order. */
  | 'unusable-value'
  /** The operating system or a store of your own reported a failure of another kind. */
  | 'failed';

const RETRYABLE: ReadonlySet<StorageProblem> = new Set<StorageProblem>(['in-use', 'full']);

/** A store of tracking states could not be opened, read or written. Nothing of the group of changes that failed was saved. */
export class StorageError extends ConnectorError {
  override readonly name = 'StorageError';
  readonly code = 'STORAGE';
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { ...options, outcome: 'not-sent', retryable: RETRYABLE.has(problem) });
    this.problem = problem;
  }
}
