import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { Balance } from '../model/balance.ts';
import type { BalanceUpdatedEvent } from '../model/events.ts';
import type { BalanceSnapshotRow } from './user-stream-update.ts';

/** A query of all balances that is under way. */
export interface BalanceRefresh {
  readonly sequence: number;
  readonly startedMs: number;
}

/** The balance of one asset as the private stream tells it. */
export interface AbsoluteBalanceUpdate {
  readonly asset: string;
  readonly total: Decimal;
  readonly available: Decimal;
  /** The venue's time in ms. */
  readonly updateTimeMs: number;
}

/** A change of one asset's total and available alike. */
export interface BalanceChangeUpdate {
  readonly asset: string;
  readonly change: Decimal;
  /** The venue's time in ms. */
  readonly updateTimeMs: number;
}

interface Entry extends Balance {
  /** False for an asset that a whole refresh did not list; kept so that older messages do not bring it back. */
  readonly isHeld: boolean;
  /** The venue's time of the newest message applied; undefined when only queries have told of the asset. */
  readonly updateTimeMs: number | undefined;
  /** The number of the last message applied, on one count with the refreshes. */
  readonly touchedAt: number;
}

/** What we own, merged from the private stream and from queries that may overtake one another. */
export class AccountBalances {
  readonly #entries = new Map<string, Entry>();
  #sequence = 0;
  #completedRefresh: BalanceRefresh | undefined;

  /** @returns undefined for an asset that is not held, as far as we know. */
  get(asset: string): Balance | undefined {
    const entry = this.#entries.get(asset);
    return entry?.isHeld === true ? { total: entry.total, available: entry.available } : undefined;
  }

  /**
   * Up to which venue time, in ms, what is known of an asset is sure to hold everything: that of its newest message, or of the last
   * query's start; undefined before both.
   */
  knownUntilMs(asset: string): number | undefined {
    const messageMs = this.#entries.get(asset)?.updateTimeMs;
    const queryMs = this.#completedRefresh?.startedMs;
    return messageMs === undefined || (queryMs !== undefined && queryMs > messageMs) ? queryMs : messageMs;
  }

  /** All balances, by asset; a copy. */
  all(): Map<string, Balance> {
    const balances = new Map<string, Balance>();
    for (const [asset, { isHeld, total, available }] of this.#entries) if (isHeld) balances.set(asset, { total, available });
    return balances;
  }

  /** Applies a balance as the stream tells it, unless a newer one has been applied. @returns what to announce, if anything has changed. */
  applyAbsolute(update: AbsoluteBalanceUpdate): BalanceUpdatedEvent | undefined {
    const lastMs = this.#entries.get(update.asset)?.updateTimeMs;
    if (lastMs !== undefined && update.updateTimeMs < lastMs) return undefined;
    return this.#set(update.asset, update, update.updateTimeMs, update.updateTimeMs);
  }

  /**
   * Adds a change, unless a newer or equally new balance, or a refresh that was started after it, contains it already. Ignored as
   * long as the balance that it changes is not known.
   * @returns what to announce, if anything has changed.
   */
  applyChange(update: BalanceChangeUpdate): BalanceUpdatedEvent | undefined {
    const entry = this.#entries.get(update.asset);
    const isKnown = entry !== undefined || this.#completedRefresh !== undefined;
    const isContained =
      (entry?.updateTimeMs !== undefined && update.updateTimeMs <= entry.updateTimeMs) ||
      (this.#completedRefresh !== undefined && update.updateTimeMs <= this.#completedRefresh.startedMs);
    if (!isKnown || isContained) return undefined;
    const total = (entry?.total ?? ZERO).plus(update.change);
    const available = (entry?.available ?? ZERO).plus(update.change);
    return this.#set(update.asset, { total, available }, entry?.updateTimeMs, update.updateTimeMs);
  }

  /**
   * To be called before all balances are asked for.
   * @param nowMs the venue's time.
   */
  beginRefresh(nowMs: number): BalanceRefresh {
    this.#sequence += 1;
    return { sequence: this.#sequence, startedMs: nowMs };
  }

  /**
   * Takes the answer over as a whole: listed assets get its values, others are not held any more. What the stream has told since
   * `beginRefresh` is kept. Ignored when a refresh that was started later has been completed before.
   * @param nowMs the venue's time.
   * @returns what to announce.
   */
  completeRefresh(refresh: BalanceRefresh, rows: readonly BalanceSnapshotRow[], nowMs: number): BalanceUpdatedEvent[] {
    if (this.#completedRefresh !== undefined && this.#completedRefresh.sequence > refresh.sequence) return [];
    this.#completedRefresh = refresh;
    const events: BalanceUpdatedEvent[] = [];
    const listed = new Set<string>();
    for (const row of rows) {
      listed.add(row.asset);
      this.#takeOver(row, refresh, nowMs, events);
    }
    for (const [asset, entry] of this.#entries) {
      if (listed.has(asset) || !entry.isHeld || entry.touchedAt > refresh.sequence) continue;
      this.#entries.set(asset, { ...entry, total: ZERO, available: ZERO, isHeld: false });
      if (!entry.total.isZero() || !entry.available.isZero()) events.push(updatedEvent(asset, { total: ZERO, available: ZERO }, nowMs));
    }
    return events;
  }

  #takeOver(row: BalanceSnapshotRow, refresh: BalanceRefresh, nowMs: number, events: BalanceUpdatedEvent[]): void {
    const before = this.#entries.get(row.asset);
    if (before !== undefined && before.touchedAt > refresh.sequence) return;
    const { total, available } = row;
    this.#entries.set(row.asset, { total, available, isHeld: true, updateTimeMs: before?.updateTimeMs, touchedAt: before?.touchedAt ?? 0 });
    if (!isSame(before, row)) events.push(updatedEvent(row.asset, row, nowMs));
  }

  #set(asset: string, balance: Balance, updateTimeMs: number | undefined, eventTimeMs: number): BalanceUpdatedEvent | undefined {
    const before = this.#entries.get(asset);
    this.#sequence += 1;
    this.#entries.set(asset, { total: balance.total, available: balance.available, isHeld: true, updateTimeMs, touchedAt: this.#sequence });
    return isSame(before, balance) ? undefined : updatedEvent(asset, balance, eventTimeMs);
  }
}

/** An asset that is not held is the same as one with nothing in it. */
function isSame(before: Balance | undefined, after: Balance): boolean {
  return (before?.total ?? ZERO).eq(after.total) && (before?.available ?? ZERO).eq(after.available);
}

function updatedEvent(asset: string, balance: Balance, eventTimeMs: number): BalanceUpdatedEvent {
  return { type: 'balance-updated', asset, total: balance.total, available: balance.available, eventTimeMs };
}
