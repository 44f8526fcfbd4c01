import { ConnectorError } from './connector-error.ts';

/** A member of the connector's checklist is not written, or the capability was declared absent. */
export class NotImplementedError extends ConnectorError {
  override readonly name = 'NotImplementedError';
  readonly code = 'NOT_IMPLEMENTED';
  readonly member: string;

  constructor(member: string) {
    super(`${member} is not implemented by this connector`, { outcome: 'not-sent' });
    this.member = member;
  }
}
