import { MemoryDisk, MemoryTrackingStore } from '@venuekit/core';
import type { ExchangeConnector, ExchangeConnectorOptions } from '@venuekit/core';
import type { MemoryKind } from './soak-plan.ts';

/** What survives a crash: how a program keeps its picture, and how the next one takes it up. */
export interface SavedState {
  /** What the connector of a new program is made with. */
  connectorOptions(): Partial<ExchangeConnectorOptions>;
  /** Called after every command and every event of an order. */
  onChange(connector: ExchangeConnector): void;
  /** The program has died. */
  onCrash(): void;
  /** Before `start` of the next program. */
  restore(connector: ExchangeConnector): void;
}

export function createSavedState(kind: MemoryKind): SavedState {
  return kind === 'store' ? savedInStore() : savedTrackingStates();
}

/** `trackingStates`, saved as text after every change, as an application without a store does. */
function savedTrackingStates(): SavedState {
  let text = '{}';
  return {
    connectorOptions: () => ({}),
    onChange: (connector) => {
      text = JSON.stringify(connector.trackingStates);
    },
    onCrash: () => {},
    restore: (connector) => {
      const states: unknown = JSON.parse(text);
      if (typeof states !== 'object' || states === null) throw new TypeError('the saved states are no object');
      connector.restoreTrackingStates(Object.fromEntries(Object.entries(states)));
    },
  };
}

/** The connector saves by itself, to a disk that outlives it. */
function savedInStore(): SavedState {
  const disk = new MemoryDisk();
  return {
    connectorOptions: () => ({ store: new MemoryTrackingStore({ disk }) }),
    onChange: () => {},
    onCrash: () => disk.kill(),
    restore: () => {},
  };
}
