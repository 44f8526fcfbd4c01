import type { Secret } from '../runtime/secret.ts';

/**
 * What a failure of a credential means. `gone`: the venue does not know it any more, the stream is dead; a new one is made at once.
 * `temporary`: it may still be good, the keep-alive is tried again while it is valid.
 */
export type CredentialFailure = 'gone' | 'temporary';

/** A key that the venue hands out for the private stream, where it does so: made by REST, kept alive, and part of the address. */
export interface StreamCredential {
  /** How long after the last success the venue is asked to keep it alive, for instance 1,800,000 ms. */
  readonly keepAliveIntervalMs: number;
  /** How long it lives after it was made or kept alive, for instance 3,600,000 ms. */
  readonly validityMs: number;
  /** Makes a credential; the venue may hand out the one that is still valid. @throws whatever the request throws; repeated with backoff */
  create(signal: AbortSignal): Promise<Secret>;
  /** @throws whatever the request throws; `classify` says what that means */
  keepAlive(credential: Secret, signal: AbortSignal): Promise<void>;
  classify(error: unknown): CredentialFailure;
  /** The address of a socket with this credential. It never appears in a log, error or state. */
  url(credential: Secret): string;
  /** Takes the credential back when the stream is stopped. A venue may share it among several programs: then it is better left out. */
  close?(credential: Secret, signal: AbortSignal): Promise<void>;
}
