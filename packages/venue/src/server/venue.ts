import type { Clock, Random } from '@venuekit/core/connector';
import type { Dialect } from '../dialect/dialect.ts';
import type { WireRequest } from '../dialect/wire.ts';
import type { World } from '../engine/world.ts';
import { createWorld } from '../engine/create-world.ts';
import { FaultPlan } from '../faults/fault-plan.ts';
import type { ApiKey, FeePlan } from '../model/account.ts';
import type { Instrument } from '../model/instrument.ts';
import { FaultRecord, type InternalFault } from './fault-record.ts';
import { LaterCancels } from './later-cancels.ts';
import { LimitLedger, type BanPolicy } from './limit-ledger.ts';
import { NonceBook } from './nonce-book.ts';
import { RequestHandler } from './request-handler.ts';
import { SocketHub } from './socket-hub.ts';
import { StreamKeys } from './stream-keys.ts';
import type { Handshake, HandshakeOutcome, HttpOutcome } from './transport-contract.ts';
import { VenueControl } from './venue-control.ts';
import type { VenueParts } from './venue-parts.ts';

/** An account that a venue starts with. */
export interface VenueAccount {
  readonly account: string;
  /** Free balances by asset, as decimal texts. */
  readonly balances: Readonly<Record<string, string>>;
  readonly feePlan?: FeePlan;
  readonly keys?: readonly Omit<ApiKey, 'account'>[];
}

/** What a venue is made of. */
export interface VenueOptions {
  readonly clock: Clock;
  /** Seeds the world that is made here and the faults by chance. */
  readonly random: Random;
  readonly dialect: Dialect;
  /** Default: a fresh one. Instruments and accounts are added to it. */
  readonly world?: World;
  readonly instruments?: readonly Instrument[];
  readonly accounts?: readonly VenueAccount[];
  readonly banPolicy?: Partial<BanPolicy>;
  /** How long before the end of a socket's life it is told. Default: it is not told. */
  readonly closingNoticeMs?: number;
}

/**
 * An exchange: the world, the dialect that it speaks, and its faults. It has no ports; `serveInProcess` and `serveOnLoopback` connect it.
 */
export class Venue {
  readonly clock: Clock;
  readonly world: World;
  readonly dialect: Dialect;
  /** The side of the tests. */
  readonly control: VenueControl;
  readonly #parts: VenueParts;
  readonly #requests: RequestHandler;
  readonly #hub: SocketHub;
  readonly #forgetFirstFills: () => void;

  constructor(options: VenueOptions) {
    const { clock, random, dialect, closingNoticeMs } = options;
    const world = options.world ?? createWorld({ clock, random });
    for (const instrument of options.instruments ?? []) world.addInstrument(instrument);
    for (const { account, balances, feePlan, keys } of options.accounts ?? []) {
      world.addAccount(account, balances, feePlan);
      for (const key of keys ?? []) world.addApiKey({ ...key, account });
    }
    const nowMs = (): number => world.nowMs();
    this.clock = clock;
    this.world = world;
    this.dialect = dialect;
    const engineRecord = new FaultRecord(nowMs);
    this.#parts = {
      clock,
      world,
      dialect,
      closingNoticeMs,
      ledger: new LimitLedger(dialect.limits, nowMs, options.banPolicy),
      nonces: new NonceBook(),
      streamKeys: new StreamKeys(clock, random, (streamKey) => this.#hub.endStreamKey(streamKey)),
      laterCancels: new LaterCancels(clock, world, engineRecord),
      faults: new FaultPlan(nowMs),
      dialectRecord: new FaultRecord(nowMs),
      engineRecord,
    };
    this.#forgetFirstFills = refundFirstFills(this.#parts);
    this.#requests = new RequestHandler(this.#parts);
    this.#hub = new SocketHub(this.#parts);
    this.control = new VenueControl(world, this.#hub, this.#parts.ledger, this.#parts.streamKeys, this.#parts.faults, random);
  }

  /** Whatever the dialect threw that is not a `Refusal`; a test of a dialect ends with none. */
  get dialectFaults(): readonly InternalFault[] {
    return this.#parts.dialectRecord.faults;
  }

  /** Whatever the engine threw that is not a `Refusal`. */
  get engineFaults(): readonly InternalFault[] {
    return this.#parts.engineRecord.faults;
  }

  /** For transports: answers one HTTP request. @param address whom address limits count. */
  handleRequest(request: WireRequest, address: string): Promise<HttpOutcome> {
    return this.#requests.handle(request, address);
  }

  /** For transports: decides on a handshake. */
  openSocket(handshake: Handshake): HandshakeOutcome {
    return this.#hub.open(handshake);
  }

  /** For transports: a reply of the dialect cannot be sent, for instance because of a header that HTTP does not allow. */
  reportDialectFault(where: string, error: unknown): void {
    this.#parts.dialectRecord.add(where, error);
  }

  /** Closes all sockets, gives delayed answers and cancels up and leaves no timer. What comes later is reset. */
  stop(): void {
    this.#forgetFirstFills();
    this.#requests.stop();
    this.#parts.laterCancels.stop();
    this.#parts.streamKeys.stop();
    this.#hub.stop();
  }
}

/** An order that trades is no unfilled order any more. @returns the function that ends it. */
function refundFirstFills({ world, dialect, ledger, dialectRecord }: VenueParts): () => void {
  const refund = dialect.firstFillRefund;
  if (refund === undefined) return () => undefined;
  return world.addListener({
    onExecution: () => undefined,
    onFirstFill: ({ account }) => {
      dialectRecord.guard('firstFillRefund', () => ledger.refund(refund, '', account));
    },
    onBalances: () => undefined,
    onTrade: () => undefined,
    onBookChange: () => undefined,
  });
}

/** Makes a venue. */
export function createVenue(options: VenueOptions): Venue {
  return new Venue(options);
}
