import { closeSync, openSync, writeSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { RecordingFullError } from '../errors/recording-full-error.ts';
import type { RecordingSink } from './recording-sink.ts';

/** How a recording is written to a file. */
export interface FileRecordingOptions {
  /** The largest file in bytes, at least 1; the recording ends before the line that would go beyond it. Default 256 MiB. */
  readonly maximumBytes?: number;
}

const DEFAULT_MAXIMUM_BYTES = 268_435_456;
/** What is kept in memory before it is written. */
const BUFFERED_BYTES = 65_536;
const OWNER_ONLY = 0o600;

/**
 * Writes a recording into a new file, readable for its owner alone. Writes are synchronous, so memory stays bounded however slow the disk
 * is; at most 64 KiB wait to be written. Close it when the connector has stopped.
 */
export class FileRecordingSink implements RecordingSink {
  readonly #path: string;
  readonly #maximumBytes: number;
  #file: number | undefined;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #bytes = 0;

  /** @throws ConfigurationError when the file exists already or cannot be made. */
  constructor(path: string, options: FileRecordingOptions = {}) {
    this.#path = path;
    this.#maximumBytes = options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
    if (!(this.#maximumBytes >= 1)) throw new ConfigurationError('maximumBytes', 'option', 'should be at least 1');
    try {
      this.#file = openSync(path, 'wx', OWNER_ONLY);
    } catch (error) {
      throw new ConfigurationError('path', path, 'cannot be made into a new file; a recording never overwrites one', { cause: error });
    }
  }

  /** @throws RecordingFullError when the file would become too large or has been closed; errors of the disk. */
  write(line: string): void {
    const text = `${line}\n`;
    const size = Buffer.byteLength(text);
    if (this.#file === undefined) throw new RecordingFullError(this.#path, 'the file has been closed');
    if (this.#bytes + size > this.#maximumBytes) throw new RecordingFullError(this.#path, `it may have ${this.#maximumBytes} bytes`);
    this.#bytes += size;
    this.#waiting.push(text);
    this.#waitingBytes += size;
    if (this.#waitingBytes >= BUFFERED_BYTES) this.#flush(this.#file);
  }

  /** Writes what is waiting and closes the file. Calling it twice does nothing. @throws errors of the disk */
  close(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    try {
      this.#flush(file);
    } finally {
      closeSync(file);
    }
  }

  #flush(file: number): void {
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  }
}
