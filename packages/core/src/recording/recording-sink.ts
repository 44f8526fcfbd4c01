/** Where the lines of a recording go. It is told each line once, in order. */
export interface RecordingSink {
  /** One line of JSON without its line end. What it throws ends the recording, and is logged once; the connector goes on. */
  write(line: string): void;
}

/** Keeps a recording in memory, for tests. */
export class MemoryRecordingSink implements RecordingSink {
  readonly #lines: string[] = [];

  write(line: string): void {
    this.#lines.push(line);
  }

  /** The recording as the text of a file. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }
}
