import { Decimal } from '@venuekit/core/connector';
import type { UserStreamUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withBalanceRows, withPrivateUpdates } from '../../mutant/fact-seams.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';
import { balanceQueryMutants } from './balance-query-mutants.ts';

type BalanceUpdate = Extract<UserStreamUpdate, { readonly kind: 'balance' }>;

/** Tells something else in the place of each balance of the private stream. */
function otherMessages(change: (update: BalanceUpdate, notes: MutantNotes) => readonly UserStreamUpdate[]): Mutant['apply'] {
  return (definition, notes) =>
    withPrivateUpdates(definition, (updates) =>
      updates.flatMap((update) => (update.kind === 'balance' ? change(update, notes) : [update])),
    );
}

const swapped = defineMutant({
  id: 'total-and-available-swapped',
  title: 'Total and available of an asset are told in the place of each other',
  evidence: 'MUT-19; Hummingbot QA',
  killers: ['BALANCE-01', 'BALANCE-06', 'BALANCE-08', 'BALANCE-14'],
  apply: (definition, notes) =>
    withBalanceRows(definition, (row) => {
      if (!row.total.eq(row.available)) notes.acted();
      return { ...row, total: row.available, available: row.total };
    }),
});

const freeIsTotal = defineMutant({
  id: 'free-amount-told-as-total',
  title: 'What is free is told as the total, so that locked amounts seem to be gone',
  evidence: 'Hummingbot QA: total balance without what orders lock',
  killers: ['BALANCE-01', 'BALANCE-06', 'BALANCE-08'],
  apply: (definition, notes) =>
    withBalanceRows(definition, (row) => {
      if (!row.total.eq(row.available)) notes.acted();
      return { ...row, total: row.available };
    }),
});

const streamNotRead = defineMutant({
  id: 'balance-messages-not-read',
  title: 'The private stream tells balances, and they are not read',
  evidence: 'hummingbot behaviour: 20 overrides of the balance test, 11 of them empty',
  killers: ['BALANCE-06', 'BALANCE-08', 'BALANCE-09', 'FOREIGN-08'],
  needs: ['streams-balances'],
  apply: otherMessages((_update, notes) => {
    notes.acted();
    return [];
  }),
});

const onlyIncreases = defineMutant({
  id: 'locked-added-to-free-of-old-total',
  title: 'What is available is reckoned from the former total less what is locked now, so that fills and deposits are not seen',
  evidence: 'Hummingbot QA: available balance after a fill',
  killers: ['BALANCE-08', 'BALANCE-09'],
  apply: (definition, notes) => {
    const totals = new Map<string, Decimal>();
    return withPrivateUpdates(definition, (updates) =>
      updates.map((update) => {
        if (update.kind !== 'balance') return update;
        const total = totals.get(update.asset) ?? update.total;
        totals.set(update.asset, total);
        if (!total.eq(update.total)) notes.acted();
        return { ...update, total, available: total.minus(update.total.minus(update.available)) };
      }),
    );
  },
});

const changeAddedToo = defineMutant({
  id: 'balance-change-added-to-the-new-balance',
  title: 'A new balance is applied, and the change that led to it is added once more',
  evidence: 'MUT-19: balance delta added twice',
  killers: ['BALANCE-09'],
  apply: (definition, notes) => {
    const totals = new Map<string, Decimal>();
    return withPrivateUpdates(definition, (updates) =>
      updates.flatMap((update): readonly UserStreamUpdate[] => {
        if (update.kind !== 'balance') return [update];
        const { asset, total, updateTimeMs } = update;
        const change = total.minus(totals.get(asset) ?? new Decimal(0));
        totals.set(asset, total);
        if (change.isZero()) return [update];
        notes.acted();
        return [update, { kind: 'balance-change', asset, change, updateTimeMs: updateTimeMs + 1 }];
      }),
    );
  },
});

const neverReleased = defineMutant({
  id: 'locked-amount-never-released',
  title: 'Messages are read when an order locks something, and not when it is released',
  evidence: 'Hummingbot QA: available balance after a cancel',
  killers: ['BALANCE-07'],
  apply: (definition, notes) => {
    const available = new Map<string, Decimal>();
    return withPrivateUpdates(definition, (updates) =>
      updates.filter((update) => {
        if (update.kind !== 'balance') return true;
        const before = available.get(update.asset);
        if (before?.lt(update.available) === true) {
          notes.acted();
          return false;
        }
        available.set(update.asset, update.available);
        return true;
      }),
    );
  },
});

interface ToldTotal {
  readonly timeMs: number;
  readonly total: Decimal;
  readonly change: Decimal;
}

const changesSummedUp = defineMutant({
  id: 'balance-changes-summed-up',
  title: 'The changes that messages tell are added up as they come, also when one comes twice',
  evidence: 'MUT-19: balance delta added twice',
  killers: ['BALANCE-10'],
  apply: (definition, notes) => {
    const told = new Map<string, ToldTotal>();
    const summed = withPrivateUpdates(definition, (updates, context) =>
      updates.map((update) => {
        if (update.kind !== 'balance') return update;
        const { asset, total, updateTimeMs } = update;
        const last = told.get(asset);
        const isRepeated = last?.timeMs === updateTimeMs && last.total.eq(total);
        const change = isRepeated ? last.change : total.minus(last?.total ?? 0);
        if (isRepeated) notes.acted();
        told.set(asset, { timeMs: updateTimeMs, total, change });
        return { kind: 'balance-change', asset, change, updateTimeMs: context.nowMs() };
      }),
    );
    return withMembers(summed, {
      updateBalances: async (context) => {
        const rows = await definition.updateBalances(context);
        for (const { asset, total } of rows) told.set(asset, { timeMs: 0, total, change: new Decimal(0) });
        return rows;
      },
    });
  },
});

const arrivalTime = defineMutant({
  id: 'balance-time-is-that-of-arrival',
  title: 'A balance message is stamped with the time of its arrival, so that an older one that comes later wins',
  evidence: 'hummingbot behaviour: events carry the connector’s tick time',
  killers: ['BALANCE-11'],
  needs: ['lacks:book-connection-counter'],
  apply: (definition, notes) =>
    withPrivateUpdates(definition, (updates, context) =>
      updates.map((update) => {
        if (update.kind !== 'balance') return update;
        notes.acted();
        return { ...update, updateTimeMs: context.nowMs() };
      }),
    ),
});

/** Defects that cards of the family BALANCE must find. */
export const balanceMutants: readonly Mutant[] = [
  ...balanceQueryMutants,
  swapped,
  freeIsTotal,
  streamNotRead,
  onlyIncreases,
  changeAddedToo,
  neverReleased,
  changesSummedUp,
  arrivalTime,
];
