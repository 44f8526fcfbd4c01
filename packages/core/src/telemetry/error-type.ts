import { ConnectorError } from '../errors/connector-error.ts';

const CLASS_NAME = /^[A-Za-z]\w{0,63}$/;

/** The value of `error.type`: one of few words, and never a message, which may quote what a venue wrote. */
export function errorType(error: unknown): string {
  if (ConnectorError.is(error)) return error.code;
  return error instanceof Error && CLASS_NAME.test(error.name) ? error.name : 'other';
}
