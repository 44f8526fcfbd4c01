/** What a stream wants to do that may have to wait. */
export type StreamAction = 'connect' | 'send';

/**
 * Lets a stream connect, or send one frame. Undefined: at once. What it rejects with ends the attempt or the connection, and
 * another is made after the backoff. The signal ends a wait that has become needless.
 */
export type StreamAdmission = (action: StreamAction, signal: AbortSignal) => Promise<void> | undefined;

/** Asks an owner's admission for one action after the other, and forgets what is not wanted any more. */
export class StreamGate {
  readonly #admission: StreamAdmission;
  #asking: AbortController | undefined;

  constructor(admission: StreamAdmission) {
    this.#admission = admission;
  }

  /** Calls one of the two, at once or later, unless `cancel` comes before. */
  ask(action: StreamAction, onAdmitted: () => void, onRefused: (error: unknown) => void): void {
    const asking = new AbortController();
    let wait: Promise<void> | undefined;
    try {
      wait = this.#admission(action, asking.signal);
    } catch (error) {
      onRefused(error);
      return;
    }
    if (wait === undefined) {
      onAdmitted();
      return;
    }
    this.#asking = asking;
    const isStillWanted = (): boolean => {
      if (this.#asking !== asking) return false;
      this.#asking = undefined;
      return true;
    };
    wait.then(
      () => {
        if (isStillWanted()) onAdmitted();
      },
      (error: unknown) => {
        if (isStillWanted()) onRefused(error);
      },
    );
  }

  /** @returns whether something was being waited for */
  cancel(): boolean {
    const asking = this.#asking;
    this.#asking = undefined;
    asking?.abort();
    return asking !== undefined;
  }
}
