import { ConnectorError } from './connector-error.ts';

/** A member of the connector's checklist is not written, or the capability was declared absent. */
export class NotImplementedError extends ConnectorError {
  override readonly name = 'NotImplementedError';
  readonly code = 'NOT_IMPLEMENTED';
  readonly member: string;
  /** The card of the conformance suite that turns green with the member, where there is one. */
  readonly card: string | undefined;

  constructor(member: string, card?: string) {
    super(`${member} is not implemented by this connector${card === undefined ? '' : `: ${card} turns green with it`}`, {
      outcome: 'not-sent',
    });
    this.member = member;
    this.card = card;
  }
}
