import type { SocketAction } from '../dialect/dialect.ts';
import { Refusal } from '../model/refusal.ts';
import type { Handshake, HandshakeOutcome } from './transport-contract.ts';
import { encodedRefusal, INTERNAL_ERROR, rawReply } from './request-handler.ts';
import { SocketSession } from './socket-session.ts';
import type { VenueParts } from './venue-parts.ts';

/** All sockets of a venue; it hands them what the world tells. */
export class SocketHub {
  readonly #parts: VenueParts;
  readonly #sessions = new Set<SocketSession>();
  readonly #forgetWorld: () => void;
  #lastId = 0;
  #isStopped = false;

  constructor(parts: VenueParts) {
    this.#parts = parts;
    this.#forgetWorld = parts.world.addListener({
      onExecution: (execution) => this.#each((session) => session.onExecution(execution)),
      onListStatus: (status) => this.#each((session) => session.onListStatus(status)),
      onBalances: (account, balances, timeMs) => this.#each((session) => session.onBalances(account, balances, timeMs)),
      onTrade: (trade) => this.#each((session) => session.onTrade(trade)),
      onBookChange: (change) => this.#each((session) => session.onBookChange(change)),
    });
  }

  /** Those whose connection exists, in the order of opening; also silent ones. */
  get sessions(): ReadonlySet<SocketSession> {
    return this.#sessions;
  }

  open(handshake: Handshake): HandshakeOutcome {
    if (this.#isStopped) return { kind: 'reset' };
    const { faults, ledger, dialect, dialectRecord } = this.#parts;
    const fault = faults.takeHandshake({ service: handshake.service, path: handshake.path });
    if (fault?.kind === 'answer') return { kind: 'refuse', reply: rawReply(fault) };
    if (fault?.kind === 'reset' || fault?.kind === 'hang') return { kind: fault.kind };

    this.#lastId += 1;
    const session = new SocketSession(this.#parts, handshake, this.#lastId);
    let actions: readonly SocketAction[];
    try {
      ledger.requireAdmission(handshake.address);
      actions = dialect.openSocket(session);
      const charges = actions.flatMap((action) => (action.kind === 'charge' ? action.charges : []));
      ledger.charge(charges, handshake.address, undefined);
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refuse', reply: encodedRefusal(this.#parts, error, undefined, session.desk) };
      dialectRecord.add('openSocket', error);
      return { kind: 'refuse', reply: INTERNAL_ERROR };
    }
    return {
      kind: 'accept',
      attach: (peer) => {
        session.attach(peer, () => this.#sessions.delete(session));
        this.#sessions.add(session);
        if (this.#isStopped || fault?.kind === 'accept-then-cut') session.cut();
        else if (fault?.kind === 'accept-then-fall-silent') session.fallSilent();
        session.run(actions.filter((action) => action.kind !== 'charge'));
        return session;
      },
    };
  }

  /** A stream key has ended, and with it the subscriptions that were made by it. */
  endStreamKey(streamKey: string): void {
    this.#each((session) => session.endStreamKey(streamKey));
  }

  /** Closes every socket and listens to the world no more. */
  stop(): void {
    this.#isStopped = true;
    this.#forgetWorld();
    for (const session of this.#sessions) {
      if (session.isSilent) session.cut();
      else session.close(1001, 'the venue stops');
    }
  }

  #each(tell: (session: SocketSession) => void): void {
    for (const session of this.#sessions) tell(session);
  }
}
