import { ConnectorError } from './connector-error.ts';

/** An order that was waited for cannot become what was waited for: it is not known, or has ended otherwise. */
export class OrderWaitError extends ConnectorError {
  override readonly name = 'OrderWaitError';
  readonly code = 'ORDER_WAIT';
  readonly clientOrderId: string;
  /** The `OrderState` in which the order has ended; undefined when no such order is known. */
  readonly state: string | undefined;

  constructor(clientOrderId: string, state: string | undefined) {
    super(state === undefined ? `no order ${clientOrderId} is known` : `order ${clientOrderId} has ended: it is ${state}`, {
      outcome: 'not-sent',
    });
    this.clientOrderId = clientOrderId;
    this.state = state;
  }
}
