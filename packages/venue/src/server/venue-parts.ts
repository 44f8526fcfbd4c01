import type { Clock } from '@venuekit/core/connector';
import type { Dialect, DialectDesk } from '../dialect/dialect.ts';
import type { World } from '../engine/world.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { FaultRecord } from './fault-record.ts';
import type { LaterCancels } from './later-cancels.ts';
import type { LimitLedger } from './limit-ledger.ts';
import type { NonceBook } from './nonce-book.ts';
import type { StreamKeys } from './stream-keys.ts';

/** What the HTTP side and the sockets of one venue share. */
export interface VenueParts {
  readonly clock: Clock;
  readonly world: World;
  readonly dialect: Dialect;
  readonly ledger: LimitLedger;
  readonly nonces: NonceBook;
  readonly streamKeys: StreamKeys;
  readonly laterCancels: LaterCancels;
  readonly faults: FaultPlan;
  readonly dialectRecord: FaultRecord;
  readonly engineRecord: FaultRecord;
  /** How long before the end of a socket's life it is told; undefined when it is not told. */
  readonly closingNoticeMs: number | undefined;
}

/** What the dialect sees of the venue when this address asks. */
export function deskFor({ world, ledger, streamKeys }: VenueParts, address: string): DialectDesk {
  return {
    world,
    get limits() {
      return ledger.limits;
    },
    nowMs: () => world.nowMs(),
    usage: (account) => ledger.usage(address, account),
    ownerOf: (streamKey) => streamKeys.ownerOf(streamKey),
  };
}
