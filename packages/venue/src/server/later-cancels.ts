import type { Clock } from '@venuekit/core/connector';
import type { CancelItem } from '../dialect/operation.ts';
import type { World } from '../engine/world.ts';
import { isOpen, type VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { FaultRecord } from './fault-record.ts';
import { PendingDelays } from './pending-delays.ts';

/** Cancels that are taken now and carried out later; an order that has ended by then stays as it is. */
export class LaterCancels {
  readonly #world: World;
  readonly #record: FaultRecord;
  readonly #delays: PendingDelays;

  constructor(clock: Clock, world: World, record: FaultRecord) {
    this.#world = world;
    this.#record = record;
    this.#delays = new PendingDelays(clock);
  }

  /** @returns the order as it is now. @throws Refusal as `World.order`; `unknown-order` also for one that is not open. */
  take({ account, tradingPair, lookup }: CancelItem, delayMs: number): VenueOrder {
    const order = this.#world.order(account, tradingPair, lookup);
    if (!isOpen(order)) throw new Refusal('unknown-order');
    void this.#delays.wait(delayMs).then((hasElapsed) => {
      if (hasElapsed) this.#carryOut({ account, tradingPair, lookup: { orderId: order.orderId } });
    });
    return order;
  }

  /** Carries no more out and leaves no timer. */
  stop(): void {
    this.#delays.giveUp();
  }

  #carryOut({ account, tradingPair, lookup }: CancelItem): void {
    try {
      this.#world.cancel(account, tradingPair, lookup);
    } catch (error) {
      if (!(error instanceof Refusal)) this.#record.add('request-cancel', error);
    }
  }
}
