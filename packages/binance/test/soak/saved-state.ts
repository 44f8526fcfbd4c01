import type { ExchangeConnector, ExchangeConnectorOptions } from '@venuekit/core';

/** What survives a crash: how a program keeps its picture, and how the next one takes it up. */
export interface SavedState {
  /** What a connector that keeps its state itself is made with. */
  readonly connectorOptions: Partial<ExchangeConnectorOptions>;
  /** Called after everything that changes orders. */
  onChange(connector: ExchangeConnector): void;
  /** Before `start` of the next program. */
  restore(connector: ExchangeConnector): void;
}

/** `trackingStates`, saved as text after every change, as an application without a store of its own does. */
export function savedTrackingStates(): SavedState {
  let text = '{}';
  return {
    connectorOptions: {},
    onChange: (connector) => {
      text = JSON.stringify(connector.trackingStates);
    },
    restore: (connector) => {
      const states: unknown = JSON.parse(text);
      if (typeof states !== 'object' || states === null) throw new TypeError('the saved states are no object');
      connector.restoreTrackingStates(Object.fromEntries(Object.entries(states)));
    },
  };
}
