/** Says what is done, with the time since the beginning. */
export class Progress {
  readonly #startedMs = performance.now();

  say(line: string): void {
    const seconds = ((performance.now() - this.#startedMs) / 1_000).toFixed(1).padStart(5);
    console.log(`${seconds} s  ${line}`);
  }
}
