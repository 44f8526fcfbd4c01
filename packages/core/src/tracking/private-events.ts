import type { AccountBalances } from '../account/balances.ts';
import type { UserStreamUpdate } from '../account/user-stream-update.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem, requestContext } from '../services/connector-services.ts';
import type { TrackedOrders } from './tracked-orders.ts';

/** Gives each private event to the connector's listener and carries out what it says. */
export class PrivateEvents {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #balances: AccountBalances;

  readonly #onSkipped: () => void;

  /** @param onSkipped told when something could not be used, so that the venue is asked for it. */
  constructor(services: ConnectorServices, orders: () => TrackedOrders, balances: AccountBalances, onSkipped: () => void) {
    this.#services = services;
    this.#orders = orders;
    this.#balances = balances;
    this.#onSkipped = onSkipped;
  }

  /** One event. What cannot be used is reported and skipped; nothing is thrown. */
  handle(event: unknown, signal: AbortSignal): void | Promise<void> {
    let updates: readonly UserStreamUpdate[] | Promise<readonly UserStreamUpdate[]>;
    try {
      updates = this.#services.definition.userStreamEventListener(event, requestContext(this.#services, signal));
    } catch (error) {
      this.#skip('a private event could not be read and was skipped', error);
      return;
    }
    if (updates instanceof Promise) {
      return updates.then(
        (read) => this.#apply(read),
        (error: unknown) => this.#skip('a private event could not be read and was skipped', error),
      );
    }
    this.#apply(updates);
  }

  #apply(updates: readonly UserStreamUpdate[]): void {
    const nowMs = this.#services.timeSynchronizer.nowMs();
    for (const update of updates) if (update.kind === 'trade') this.#applyOne(update, nowMs);
    for (const update of updates) if (update.kind !== 'trade') this.#applyOne(update, nowMs);
  }

  #applyOne(update: UserStreamUpdate, nowMs: number): void {
    const { hub } = this.#services;
    switch (update.kind) {
      case 'trade':
        this.#orders().apply({ kind: 'trade-update', update: update.update, nowMs, isRecovered: false });
        break;
      case 'order':
        this.#orders().apply({ kind: 'order-update', update: update.update, nowMs });
        this.#askForFills(update.update);
        break;
      case 'balance': {
        const event = this.#balances.applyAbsolute(update);
        if (event !== undefined) hub.emit(event);
        break;
      }
      case 'balance-change': {
        const event = this.#balances.applyChange(update);
        if (event !== undefined) hub.emit(event);
        break;
      }
      case 'problem':
        this.#skip('a part of a private event could not be used', update.error);
        break;
    }
  }

  /** Where the stream tells no fills, and not how much has been executed either. */
  #askForFills(update: OrderUpdate): void {
    const { streamsFills, hasTradeIds } = this.#services.definition.capabilities;
    if (streamsFills === false && hasTradeIds !== false && update.cumulativeBase === undefined) this.#orders().askFor(update);
  }

  #skip(message: string, error: unknown): void {
    reportProblem(this.#services, 'private', message, error);
    this.#onSkipped();
  }
}
