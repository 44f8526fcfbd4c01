import { ConnectorError } from './connector-error.ts';

/** A recording cannot take another line. It ends there; the connector that is recorded goes on. */
export class RecordingFullError extends ConnectorError {
  override readonly name = 'RecordingFullError';
  readonly code = 'RECORDING_FULL';

  /** @param path the file of the recording. */
  constructor(path: string, problem: string) {
    super(`the recording ${path} takes no further line: ${problem}`, { outcome: 'not-sent' });
  }
}
