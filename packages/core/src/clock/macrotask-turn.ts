let pending = 0;

/** How many turns are being waited for; the manual clock does not move before each of them has come. */
export function pendingMacrotaskTurns(): number {
  return pending;
}

/** Resolves in a later macrotask: everything that is ready now runs first. Used to gather work that arrives together. */
export function macrotaskTurn(): Promise<void> {
  pending += 1;
  return new Promise((resolve) => {
    setImmediate(() => {
      pending -= 1;
      resolve();
    });
  });
}

/** Runs `callback` in a later macrotask. What it throws is thrown to the platform as an uncaught exception. */
export function inLaterMacrotask(callback: () => void): void {
  pending += 1;
  setImmediate(() => {
    pending -= 1;
    callback();
  });
}
