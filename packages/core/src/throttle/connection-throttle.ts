import { ThrottleError } from '../errors/throttle-error.ts';
import type { AcquireOptions } from './admission.ts';
import type { JoinedTable } from './limit-ledger.ts';
import type { LimitPlan } from './limit-plan.ts';
import type { RateGovernor } from './rate-governor.ts';

/** The limits of one connection, as `Throttler.forConnection` makes them: what is metered by connection is its own, all else is shared. */
export class ConnectionThrottle {
  readonly name: string;
  /** The connection's own limits, and what is charged to them. */
  readonly table: JoinedTable;
  readonly #shared: RateGovernor['shared'];
  readonly #commonTable: JoinedTable;
  readonly #forget: () => void;
  #isClosed = false;

  constructor(shared: RateGovernor['shared'], commonTable: JoinedTable, name: string, forget: () => void) {
    this.name = name;
    this.#shared = shared;
    this.#commonTable = commonTable;
    this.#forget = forget;
    this.table = shared.ledger.connect(commonTable, name);
  }

  /** @throws as `Throttler.acquire` */
  acquire(limitId: string, options?: AcquireOptions): Promise<void> {
    const plan = this.#findPlan(limitId);
    if (plan === undefined) return Promise.reject(new ThrottleError(limitId, 'is not defined'));
    return this.#shared.admission.acquire(plan, options);
  }

  /** @throws as `Throttler.tryAcquire` */
  tryAcquire(limitId: string, options?: AcquireOptions): boolean {
    const plan = this.#findPlan(limitId);
    if (plan === undefined) throw new ThrottleError(limitId, 'is not defined');
    return this.#shared.admission.tryAcquire(plan, options);
  }

  /** Rejects the connection's waiting calls with AbortedError and forgets its limits. It cannot be used again. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#shared.admission.abort(this.table.plans.values());
    this.#shared.ledger.disconnect(this.table);
    this.#forget();
  }

  #findPlan(limitId: string): LimitPlan | undefined {
    return this.#isClosed ? undefined : (this.table.plans.get(limitId) ?? this.#commonTable.plans.get(limitId));
  }
}
