/** A structured log, compatible with pino: fields first, then the message. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A logger that adds `fields` to each of its lines. */
  child(fields: LogFields): Logger;
}

/** Fields of a log line; secrets and control characters are removed before anything is written. */
export type LogFields = Readonly<Record<string, unknown>>;
