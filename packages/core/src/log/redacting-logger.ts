import type { LogFields, Logger } from '../runtime/logger.ts';
import { scrubText } from './scrub-text.ts';
import { scrubFields } from './scrub-value.ts';

const MAXIMUM_MESSAGE = 2_048;

/** Puts our redaction before a logger that an application brought along, for instance pino. */
export function redactingLogger(target: Logger): Logger {
  return new RedactingLogger(target);
}

class RedactingLogger implements Logger {
  readonly #target: Logger;

  constructor(target: Logger) {
    this.#target = target;
  }

  debug(fields: LogFields, message: string): void {
    this.#target.debug(scrubFields(fields), scrubText(message, MAXIMUM_MESSAGE));
  }

  info(fields: LogFields, message: string): void {
    this.#target.info(scrubFields(fields), scrubText(message, MAXIMUM_MESSAGE));
  }

  warn(fields: LogFields, message: string): void {
    this.#target.warn(scrubFields(fields), scrubText(message, MAXIMUM_MESSAGE));
  }

  error(fields: LogFields, message: string): void {
    this.#target.error(scrubFields(fields), scrubText(message, MAXIMUM_MESSAGE));
  }

  child(fields: LogFields): Logger {
    return new RedactingLogger(this.#target.child(scrubFields(fields)));
  }
}
