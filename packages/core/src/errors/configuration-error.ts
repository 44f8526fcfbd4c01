import { ConnectorError } from './connector-error.ts';

/** Our own configuration is missing something or holds a value that cannot be used; nothing has been sent. */
export class ConfigurationError extends ConnectorError {
  override readonly name = 'ConfigurationError';
  readonly code = 'CONFIGURATION';
  /** The option's name. */
  readonly field: string;
  /** Where its value came from, for instance `environment variable API_SECRET`. */
  readonly origin: string;

  constructor(field: string, origin: string, problem: string, options: { readonly cause?: unknown } = {}) {
    super(`${field} (${origin}): ${problem}`, { ...options, outcome: 'not-sent' });
    this.field = field;
    this.origin = origin;
  }
}
