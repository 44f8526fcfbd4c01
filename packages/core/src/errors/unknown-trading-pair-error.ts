import { ConnectorError } from './connector-error.ts';

/** A trading pair, or a venue's symbol, that this connector does not know. */
export class UnknownTradingPairError extends ConnectorError {
  override readonly name = 'UnknownTradingPairError';
  readonly code = 'UNKNOWN_TRADING_PAIR';
  readonly subject: string;

  constructor(subject: string, where: string) {
    super(`"${subject}" is not known to ${where}`, { outcome: 'not-sent' });
    this.subject = subject;
  }
}
