import type { Random, TradingPair } from '@venuekit/core/connector';
import type { VenueLimit } from '../dialect/limit.ts';
import type { World } from '../engine/world.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { createRandomFaults, type FaultRates } from '../faults/random-faults.ts';
import type { Instrument } from '../model/instrument.ts';
import { Refusal } from '../model/refusal.ts';
import type { VenueFill } from '../model/trade.ts';
import type { LimitLedger } from './limit-ledger.ts';
import type { SocketHub } from './socket-hub.ts';
import type { SocketSession } from './socket-session.ts';
import type { StreamKeys } from './stream-keys.ts';

/** Which sockets are meant; absent members mean all. */
export interface SocketSelection {
  readonly id?: number;
  readonly service?: string;
  /** Those that follow this account's private events. */
  readonly account?: string;
}

/** A socket, as the test side sees it. */
export interface SocketInfo {
  readonly id: number;
  readonly service: string;
  readonly path: string;
  readonly connectedMs: number;
  readonly topics: readonly string[];
  readonly accounts: readonly string[];
  readonly isSilent: boolean;
}

/**
 * How a socket is taken away: with a close frame (default code 1001); without one; or silently, so that nothing comes or goes and
 * neither side is told.
 */
export type CutManner =
  | { readonly kind: 'close-frame'; readonly code?: number; readonly reason?: string }
  | { readonly kind: 'without-close-frame' }
  | { readonly kind: 'half-open' };

/** The side of the tests: what no wire reaches. It has no port. */
export class VenueControl {
  /** What shall go wrong, and `applied`: what did. */
  readonly faults: FaultPlan;
  readonly #world: World;
  readonly #hub: SocketHub;
  readonly #ledger: LimitLedger;
  readonly #streamKeys: StreamKeys;
  readonly #random: Random;

  constructor(world: World, hub: SocketHub, ledger: LimitLedger, streamKeys: StreamKeys, faults: FaultPlan, random: Random) {
    this.#world = world;
    this.#hub = hub;
    this.#ledger = ledger;
    this.#streamKeys = streamKeys;
    this.faults = faults;
    this.#random = random;
  }

  /** Fills an open order, wholly or by `amount`, at its price. @throws Refusal `unknown-order` */
  fillOrder(account: string, clientOrderId: string, amount?: string): readonly VenueFill[] {
    return this.#world.fillOrder(account, clientOrderId, amount);
  }

  sockets(selection: SocketSelection = {}): readonly SocketInfo[] {
    return this.#select(selection).map((session) => ({
      id: session.id,
      service: session.service,
      path: session.path,
      connectedMs: session.connectedMs,
      topics: [...session.topics.keys()],
      accounts: [...session.privateSubscriptions.keys()],
      isSilent: session.isSilent,
    }));
  }

  /** @returns how many sockets were cut. */
  cutSockets(selection: SocketSelection = {}, manner: CutManner = { kind: 'without-close-frame' }): number {
    const sessions = this.#select(selection);
    for (const session of sessions) {
      if (manner.kind === 'close-frame') session.close(manner.code ?? 1001, manner.reason ?? '');
      else if (manner.kind === 'half-open') session.fallSilent();
      else session.cut();
    }
    return sessions.length;
  }

  /** Ends the private subscriptions of an account and tells their sockets, which stay open. @returns how many ended. */
  terminatePrivate(account: string): number {
    return this.#select({ account }).filter((session) => session.terminatePrivate(account)).length;
  }

  /** Ends the stream keys of an account before their time; sockets that were opened by them are told. @returns how many ended. */
  endStreamKeys(account: string): number {
    return this.#streamKeys.endAllOf(account);
  }

  /** Tells sockets that they will be closed soon; closing them is `cutSockets`. @returns how many were told. */
  announceClosing(selection: SocketSelection = {}): number {
    const sessions = this.#select(selection);
    for (const session of sessions) session.notify({ kind: 'closing-soon' });
    return sessions.length;
  }

  /** Moves the venue's clock against ours, from now on; 0 puts it right. */
  skewClock(offsetMs: number): void {
    this.#world.skewClock(offsetMs);
  }

  /** Uses up an update id of a book that nobody is told of. */
  skipUpdateId(tradingPair: TradingPair): void {
    this.#world.skipUpdateId(tradingPair);
  }

  /** Halts a market, or lets it trade again. @throws Refusal `unknown-symbol` */
  setMarketStatus(tradingPair: TradingPair, status: Instrument['status']): void {
    const instrument = this.#world.instruments.get(tradingPair);
    if (instrument === undefined) throw new Refusal('unknown-symbol', tradingPair);
    instrument.status = status;
  }

  /** Changes a limit of the dialect while the venue runs. @throws RangeError for a name that no limit has. */
  setLimit(name: string, change: Partial<Pick<VenueLimit, 'limit' | 'intervalMs'>>): void {
    this.#ledger.reconfigure(name, change);
  }

  /**
   * Uses a limit as another program does, at most all that is left of it. @param who the address or the account, by the limit's scope.
   * @throws RangeError for a name that no limit has.
   */
  useLimit(name: string, who: string, weight: number): void {
    this.#ledger.use(name, who, weight);
  }

  /** Shuts an address out for a time. */
  banAddress(address: string, durationMs: number): void {
    this.#ledger.ban(address, durationMs);
  }

  /** Lifts all bans and forgets what was used of all limits. */
  forgiveUsage(): void {
    this.#ledger.reset();
  }

  /** Faults by chance, from the venue's seed; undefined ends them. @throws RangeError for impossible rates. */
  injectRandomFaults(rates: FaultRates | undefined): void {
    this.faults.useSource(rates === undefined ? undefined : createRandomFaults(this.#random, rates));
  }

  #select({ id, service, account }: SocketSelection): readonly SocketSession[] {
    return [...this.#hub.sessions].filter(
      (session) =>
        (id === undefined || session.id === id) &&
        (service === undefined || session.service === service) &&
        (account === undefined || session.privateSubscriptions.has(account)),
    );
  }
}
