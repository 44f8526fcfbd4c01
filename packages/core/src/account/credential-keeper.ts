import { withDeadline } from '../clock/with-deadline.ts';
import { asError } from '../errors/as-error.ts';
import { backoffDelayMs } from '../network/backoff.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Secret } from '../runtime/secret.ts';
import type { StreamCredential } from './stream-credential.ts';

/** A request about a credential takes no longer. */
const REQUEST_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** How long before the end of its validity a credential that cannot be kept alive is replaced, as a share of the validity. */
const EXPIRY_MARGIN = 0.05;

/** What a keeper is made of. */
export interface CredentialKeeperOptions {
  readonly runtime: Runtime;
  readonly credential: StreamCredential;
  readonly backoff: BackoffPlan;
  /** The number of the line that has, or had, this credential, for logs. */
  generationOf?(credential: Secret): number;
  /** The venue does not know this credential any more: its stream is dead. */
  onGone(credential: Secret, error: Error): void;
  /** This credential could not be kept alive and will end soon; until then its stream goes on. */
  onExpiring(credential: Secret, error: Error): void;
}

/** Makes the credential of the private stream and keeps the newest one alive. All times are monotonic. */
export class CredentialKeeper {
  readonly #options: CredentialKeeperOptions;
  #life: AbortController | undefined;
  #held: Secret | undefined;
  #creation: Promise<Secret> | undefined;
  #timer: TimerHandle | undefined;
  #validUntilMs = 0;
  readonly #work = new Set<Promise<unknown>>();

  constructor(options: CredentialKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#life ??= new AbortController();
  }

  /**
   * Makes a credential for a new connection; two that ask at the same time share one. From now on the newest is kept alive.
   * @throws whatever the request throws; AbortedError by `stop`; TimeoutError after 30 s
   */
  obtain(): Promise<Secret> {
    this.#creation ??= this.#create().finally(() => {
      this.#creation = undefined;
    });
    return this.#creation;
  }

  /** The venue has said that this credential has ended; one that has been replaced meanwhile is not meant. */
  forget(credential: Secret): void {
    if (this.#held !== credential) return;
    this.#held = undefined;
    this.#disarm();
  }

  /** Ends all work and takes the credential back, for at most 5 s. Leaves no timer and no request. */
  async stop(): Promise<void> {
    const held = this.#held;
    const life = this.#life;
    this.#life = undefined;
    this.#held = undefined;
    this.#disarm();
    life?.abort();
    const { credential, runtime } = this.#options;
    const generation = held && this.#options.generationOf?.(held);
    if (held !== undefined && credential.close !== undefined) {
      await withDeadline(runtime.clock, 'the credential', CLOSE_TIMEOUT_MS, undefined, async (signal) =>
        credential.close?.(held, signal),
      ).catch((error: unknown) => runtime.log.warn({ generation, error }, 'the credential of the private stream could not be taken back'));
    }
    await Promise.allSettled(this.#work);
  }

  async #create(): Promise<Secret> {
    const { credential, runtime } = this.#options;
    const signal = this.#life?.signal ?? AbortSignal.abort();
    const made = await this.#request('the making of a credential', signal, (inner) => credential.create(inner));
    if (signal.aborted) return made;
    this.#held = made;
    this.#validUntilMs = runtime.clock.monotonicMs() + credential.validityMs;
    this.#arm(credential.keepAliveIntervalMs, made, 0, signal);
    return made;
  }

  #request<Value>(subject: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const request = withDeadline(this.#options.runtime.clock, subject, REQUEST_TIMEOUT_MS, signal, work);
    this.#work.add(request);
    const forget = (): void => void this.#work.delete(request);
    request.then(forget, forget);
    return request;
  }

  #arm(delayMs: number, held: Secret, failures: number, signal: AbortSignal): void {
    this.#disarm();
    this.#timer = this.#options.runtime.clock.setTimer(delayMs, () => {
      this.#timer = undefined;
      void this.#keepAlive(held, failures, signal);
    });
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #keepAlive(held: Secret, failures: number, signal: AbortSignal): Promise<void> {
    const { credential, runtime } = this.#options;
    try {
      await this.#request('the keep-alive of a credential', signal, (inner) => credential.keepAlive(held, inner));
      if (!this.#isHeld(held, signal)) return;
      this.#validUntilMs = runtime.clock.monotonicMs() + credential.validityMs;
      this.#arm(credential.keepAliveIntervalMs, held, 0, signal);
    } catch (error) {
      if (this.#isHeld(held, signal)) this.#onFailure(held, failures, signal, error);
    }
  }

  #onFailure(held: Secret, failures: number, signal: AbortSignal, reason: unknown): void {
    const { credential, runtime, backoff } = this.#options;
    const error = asError(reason, 'the keep-alive of a credential');
    if (credential.classify(reason) === 'gone') {
      this.forget(held);
      this.#options.onGone(held, error);
      return;
    }
    const generation = this.#options.generationOf?.(held);
    runtime.log.warn({ generation, error }, 'the credential of the private stream could not be kept alive');
    const leftMs = this.#validUntilMs - credential.validityMs * EXPIRY_MARGIN - runtime.clock.monotonicMs();
    if (leftMs <= 0) {
      this.forget(held);
      this.#options.onExpiring(held, error);
      return;
    }
    // The last attempt is made when there is just time enough to replace the credential.
    this.#arm(Math.min(leftMs, Math.max(1, backoffDelayMs(failures, runtime.random.next(), backoff))), held, failures + 1, signal);
  }

  #isHeld(held: Secret, signal: AbortSignal): boolean {
    return !signal.aborted && this.#held === held;
  }
}
