import { Decimal } from '@venuekit/core/connector';
import { ManualClock, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { type Operation, type OperationResult, Refusal, type World } from '../../src/index.ts';
import { FaultRecord } from '../../src/server/fault-record.ts';
import { LaterCancels } from '../../src/server/later-cancels.ts';
import { runOperation } from '../../src/server/run-operation.ts';
import { StreamKeys } from '../../src/server/stream-keys.ts';
import { at, openFloor, PAIR, refusalOf, ticket } from '../engine/trading-floor.ts';

function run(world: World, operation: Operation, clock: ManualClock = new ManualClock()): OperationResult {
  const streamKeys = new StreamKeys(clock, new SeededRandom(1), () => undefined);
  return runOperation({ world, streamKeys, laterCancels: new LaterCancels(clock, world, new FaultRecord(() => 0)) }, operation);
}

const OWN = { account: 'ann', tradingPair: PAIR };

function floorWithList(): World {
  const { world } = openFloor();
  world.place(ticket('ann', 'buy', at('2@90', { clientOrderId: 'a' })));
  run(world, {
    kind: 'place-list',
    ticket: {
      kind: 'oto',
      clientListId: 'l',
      working: ticket('ann', 'buy', at('1@99', { clientOrderId: 'w' })),
      pending: ticket('ann', 'sell', at('1@110', { clientOrderId: 'p' })),
    },
  });
  return world;
}

describe('operations on lists', () => {
  it('place, find and cancel them', () => {
    const world = floorWithList();
    expect(run(world, { kind: 'order-list', account: 'ann', lookup: { listId: 1 } })).toMatchObject({
      list: { clientListId: 'l' },
    });
    expect(run(world, { kind: 'open-order-lists', account: 'ann' })).toMatchObject({ lists: [{ status: 'executing' }] });
    const canceled = run(world, { kind: 'cancel-list', ...OWN, lookup: { clientListId: 'l' }, cancelClientOrderId: 'c' });
    expect(canceled).toMatchObject({
      cancellation: { list: { status: 'all-done' }, orders: [{ clientOrderId: 'w' }, { clientOrderId: 'p' }] },
      cancelClientOrderId: 'c',
    });
    expect(run(world, { kind: 'open-order-lists', account: 'ann' })).toEqual({ kind: 'open-order-lists', lists: [] });
    expect(run(world, { kind: 'order-lists', account: 'ann' })).toMatchObject({ lists: [{ status: 'all-done' }] });
  });

  it('name the lists that cancel-all ended', () => {
    const world = floorWithList();
    const result = run(world, { kind: 'cancel-all', ...OWN });
    expect(result).toMatchObject({
      orders: [{ clientOrderId: 'a' }, { clientOrderId: 'w' }, { clientOrderId: 'p' }],
      lists: [{ listId: 1 }],
    });
  });
});

describe('operations that change orders', () => {
  it('amend, and tell how it came', () => {
    const world = floorWithList();
    const request = { ...OWN, lookup: { clientOrderId: 'a' }, amount: new Decimal(1), clientOrderId: 'a2' };
    const result = run(world, { kind: 'amend', request });
    expect(result).toMatchObject({ kind: 'amend', result: { order: { clientOrderId: 'a2' }, list: undefined } });
    const history = run(world, { kind: 'amendments', ...OWN, lookup: { clientOrderId: 'a2' } });
    expect(history).toMatchObject({ amendments: [{ previousClientOrderId: 'a', clientOrderId: 'a2' }] });
  });

  it('cancel only what has the status that was asked for', () => {
    const world = floorWithList();
    const cancel = { kind: 'cancel', ...OWN, lookup: { clientOrderId: 'a' }, onlyWhen: 'partially-filled' } as const;
    expect(refusalOf(() => run(world, cancel))).toBe('cancel-restricted: partially-filled');
    world.fillOrder('ann', 'a', '1');
    expect(run(world, cancel)).toMatchObject({ order: { status: 'canceled' } });
  });

  it('replace, and answer with both halves also when one was refused', () => {
    const world = floorWithList();
    const next = ticket('ann', 'buy', at('1@95'));
    const request = { ...OWN, lookup: { clientOrderId: 'a' }, ticket: next, mode: 'stop-on-failure', cancelClientOrderId: 'c' } as const;
    expect(run(world, { kind: 'cancel-replace', request })).toMatchObject({
      replacement: { cancel: { status: 'canceled' }, placement: { order: { status: 'new' } } },
      cancelClientOrderId: 'c',
    });
    const again = run(world, { kind: 'cancel-replace', request });
    expect(again.kind === 'cancel-replace' && again.replacement.cancel).toBeInstanceOf(Refusal);
    expect(again).toMatchObject({ replacement: { cancel: { reason: 'unknown-order' }, placement: undefined } });
  });

  it('list the matches that were prevented', () => {
    const world = floorWithList();
    world.place(ticket('ann', 'sell', at('1@90', { selfTradePrevention: 'expire-maker' })));
    const result = run(world, { kind: 'prevented-matches', ...OWN });
    expect(result).toMatchObject({ matches: [{ preventedMatchId: 1 }, { preventedMatchId: 2 }] });
  });
});
