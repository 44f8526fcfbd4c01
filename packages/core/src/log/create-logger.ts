import type { Clock } from '../runtime/clock.ts';
import type { LogFields, Logger } from '../runtime/logger.ts';
import { scrubText } from './scrub-text.ts';
import type { ScrubbedFields } from './scrub-value.ts';
import { scrubFields } from './scrub-value.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** How a logger of ours writes. */
export interface LoggerOptions {
  /** The least level that is written. Default `info`. */
  readonly level?: LogLevel;
  /** Takes one whole line of JSON, without the line break. Default: the standard error output. */
  readonly sink?: (line: string) => void;
  /** Stamps the lines. */
  readonly clock: Pick<Clock, 'wallMs'>;
}

/** The numbers are pino's, so that its tools read our lines. */
const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const;
const MAXIMUM_MESSAGE = 2_048;

/** A log of JSON lines as pino writes them; everything in them is scrubbed of secrets and control characters. */
export function createLogger(options: LoggerOptions): Logger {
  return new JsonLinesLogger(LEVELS[options.level ?? 'info'], options.sink ?? writeToStandardError, options.clock, {});
}

class JsonLinesLogger implements Logger {
  readonly #least: number;
  readonly #sink: (line: string) => void;
  readonly #clock: Pick<Clock, 'wallMs'>;
  readonly #inherited: ScrubbedFields;

  constructor(least: number, sink: (line: string) => void, clock: Pick<Clock, 'wallMs'>, inherited: ScrubbedFields) {
    this.#least = least;
    this.#sink = sink;
    this.#clock = clock;
    this.#inherited = inherited;
  }

  debug(fields: LogFields, message: string): void {
    this.#write(LEVELS.debug, fields, message);
  }

  info(fields: LogFields, message: string): void {
    this.#write(LEVELS.info, fields, message);
  }

  warn(fields: LogFields, message: string): void {
    this.#write(LEVELS.warn, fields, message);
  }

  error(fields: LogFields, message: string): void {
    this.#write(LEVELS.error, fields, message);
  }

  child(fields: LogFields): Logger {
    return new JsonLinesLogger(this.#least, this.#sink, this.#clock, { ...this.#inherited, ...scrubFields(fields) });
  }

  #write(level: number, fields: LogFields, message: string): void {
    if (level < this.#least) return;
    const line = {
      ...this.#inherited,
      ...scrubFields(fields),
      level,
      time: this.#clock.wallMs(),
      msg: scrubText(message, MAXIMUM_MESSAGE),
    };
    this.#sink(JSON.stringify(line));
  }
}

function writeToStandardError(line: string): void {
  console.error(line);
}
