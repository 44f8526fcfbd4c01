import { Buffer } from 'node:buffer';
import type { Dialect, DialectSession } from '../dialect/dialect.ts';
import { Refusal } from '../model/refusal.ts';
import type { FaultRecord } from './fault-record.ts';

/** How frames of one socket look on the wire, as the dialect says. */
export class FramePacking {
  readonly #dialect: Dialect;
  readonly #record: FaultRecord;
  readonly #session: DialectSession;

  constructor(dialect: Dialect, record: FaultRecord, session: DialectSession) {
    this.#dialect = dialect;
    this.#record = record;
    this.#session = session;
  }

  /** Undefined when the dialect threw. */
  pack(frame: string): string | Uint8Array | undefined {
    if (this.#dialect.packFrame === undefined) return frame;
    return this.#record.guard('packFrame', () => this.#dialect.packFrame?.(frame, this.#session));
  }

  /** The text of a frame; undefined for one that the dialect refuses to read, or threw for. */
  unpack(frame: string | Uint8Array): string | undefined {
    if (typeof frame === 'string') return frame;
    try {
      return this.#dialect.unpackFrame?.(frame, this.#session) ?? Buffer.from(frame).toString('utf8');
    } catch (error) {
      if (!(error instanceof Refusal)) this.#record.add('unpackFrame', error);
      return undefined;
    }
  }
}
