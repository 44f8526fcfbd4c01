import { ManualClock } from '../clock/manual-clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Secret } from '../runtime/secret.ts';
import { isOwnHost } from './own-host.ts';
import type { RecordingAllowList } from './recording-allow-list.ts';
import { RECORDING_VERSION } from './recording-format.ts';
import type { RecordedConnector, RecordedEvent, RecordedMoment, RecordingHeader, RecordingSourceKind } from './recording-format.ts';
import type { RecordingSink } from './recording-sink.ts';
import { Scrubber } from './scrubber.ts';

/** What a recording needs beside the traffic. */
export interface RecordingOptions {
  /** All secrets that the program has, so that none is written in any form; an empty list where there is none. */
  readonly secrets: readonly Secret[];
  readonly connector: RecordedConnector;
  /** What of private traffic keeps its value. Default: what prices, amounts, states and times are usually called. */
  readonly allowed?: RecordingAllowList;
  /**
   * What the traffic is. Traffic of a simulated world, of a clock that is moved by hand and of our own network is always `embedded`,
   * whatever is said here. Default `venue`.
   */
  readonly source?: RecordingSourceKind;
  /** Of a longer body only the beginning is written. Default 32 MiB. */
  readonly maximumBodyBytes?: number;
}

const DEFAULT_MAXIMUM_BODY_BYTES = 33_554_432;
const SALT_BYTES = 32;

type OmitEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
/** An event without what the recorder adds. */
export type NewEvent = OmitEach<RecordedEvent, keyof RecordedMoment>;

/** Numbers, times and writes the lines of one recording. Nothing that goes wrong here reaches the connector. */
export class Recorder {
  readonly scrubber: Scrubber;
  readonly maximumBodyBytes: number;
  readonly #runtime: Runtime;
  readonly #sink: RecordingSink;
  readonly #options: RecordingOptions;
  #order = 0;
  #connections = 0;
  #hasBegun = false;
  #hasEnded = false;

  constructor(runtime: Runtime, sink: RecordingSink, options: RecordingOptions) {
    this.#runtime = runtime;
    this.#sink = sink;
    this.#options = options;
    this.maximumBodyBytes = options.maximumBodyBytes ?? DEFAULT_MAXIMUM_BODY_BYTES;
    this.scrubber = new Scrubber({
      secrets: options.secrets,
      salt: runtime.random.hex(SALT_BYTES),
      ...(options.allowed === undefined ? {} : { allowed: options.allowed }),
    });
  }

  /** @param url of the request or socket. */
  nextConnection(kind: 'request' | 'socket', url: string): string {
    this.#connections += 1;
    this.#guarded(() => this.#begin(url));
    return `${kind}-${this.#connections}`;
  }

  /** Writes one line; `make` is not called after the recording has ended. */
  note(connection: string, make: () => NewEvent): void {
    this.#guarded(() => {
      const event = make();
      this.#order += 1;
      const { type, ...rest } = event;
      this.#sink.write(JSON.stringify({ type, order: this.#order, atMs: this.#runtime.clock.wallMs(), connection, ...rest }));
    });
  }

  #begin(url: string): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const { host } = new URL(url);
    const header: RecordingHeader = {
      type: 'recording',
      version: RECORDING_VERSION,
      source: { kind: this.#sourceKind(host), host },
      startedMs: this.#runtime.clock.wallMs(),
      connector: this.#options.connector,
    };
    this.#sink.write(JSON.stringify(header));
  }

  #sourceKind(host: string): RecordingSourceKind {
    const isSimulated = this.#runtime.isSimulated === true || this.#runtime.clock instanceof ManualClock;
    return isSimulated || isOwnHost(host) ? 'embedded' : (this.#options.source ?? 'venue');
  }

  #guarded(write: () => void): void {
    if (this.#hasEnded) return;
    try {
      write();
    } catch (error) {
      this.#hasEnded = true;
      this.#runtime.log.warn({ error }, 'the recording has ended: it cannot be written on');
    }
  }
}
