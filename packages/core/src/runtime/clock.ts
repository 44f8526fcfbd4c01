/** A timer that has been set and can be taken back. */
export interface TimerHandle {
  /** Takes the timer back; its callback does not run any more. Calling it twice, or after the timer ran, does nothing. */
  cancel(): void;
}

/** The only source of time and timers; see `clock/` for the system's and the manual one. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z by this machine's wall clock, which may jump. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start; never goes backwards. */
  monotonicMs(): number;
  /** Runs `callback` once, not sooner than `delayMs` from now. A delay of 0 or less means "in a later macrotask". */
  setTimer(delayMs: number, callback: () => void): TimerHandle;
  /** How many timers are set and have neither run nor been taken back. */
  readonly pendingTimers: number;
}
