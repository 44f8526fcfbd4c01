import type { BalanceSnapshotRow } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

const keysOfAnObject = defineMutant({
  id: 'assets-as-keys-of-an-object',
  title: 'Balances are collected as members of a plain object, where names such as __proto__ vanish',
  evidence: 'design: maps keyed by venue strings are Map',
  killers: ['BALANCE-02'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateBalances: async (context) => {
        const rows = await definition.updateBalances(context);
        const byAsset: Record<string, BalanceSnapshotRow> = {};
        for (const row of rows) byAsset[row.asset] = row;
        const left = Object.values(byAsset);
        if (left.length < rows.length) notes.acted();
        return left;
      },
    }),
});

const plainLettersOnly = defineMutant({
  id: 'assets-of-capital-letters-only',
  title: 'A balance of an asset whose name is not of capital letters is skipped',
  evidence: 'patterns for asset names that do not know 1000X or names in Chinese',
  killers: ['BALANCE-02'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateBalances: async (context) => {
        const rows = await definition.updateBalances(context);
        const left = rows.filter(({ asset }) => /^[A-Z]+$/.test(asset));
        if (left.length < rows.length) notes.acted();
        return left;
      },
    }),
});

const goneIsKept = defineMutant({
  id: 'gone-assets-are-kept',
  title: 'An asset that is 0 or not listed any more keeps its last balance',
  evidence: 'hummingbot behaviour: a refresh must remove what the reply does not have',
  killers: ['BALANCE-04'],
  apply: (definition, notes) => {
    const known = new Map<string, BalanceSnapshotRow>();
    return withMembers(definition, {
      updateBalances: async (context) => {
        const owned = (await definition.updateBalances(context)).filter(({ total }) => !total.isZero());
        const listed = new Set(owned.map(({ asset }) => asset));
        if ([...known.keys()].some((asset) => !listed.has(asset))) notes.acted();
        for (const row of owned) known.set(row.asset, row);
        return [...known.values()];
      },
    });
  },
});

const failureIsPoverty = defineMutant({
  id: 'failed-balance-query-is-an-empty-account',
  title: 'When balances cannot be asked for, the account is told to be empty',
  evidence: 'catch clauses that return an empty list',
  killers: ['BALANCE-05'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateBalances: async (context) => {
        try {
          return await definition.updateBalances(context);
        } catch {
          notes.acted();
          return [];
        }
      },
    }),
});

/** Tells the balances of the first answer again at every later question. */
const firstAnswerAgain: Mutant['apply'] = (definition, notes) => {
  let first: readonly BalanceSnapshotRow[] | undefined;
  return withMembers(definition, {
    updateBalances: async (context) => {
      if (first !== undefined) {
        notes.acted();
        return first;
      }
      first = await definition.updateBalances(context);
      return first;
    },
  });
};

const onlyAtStart = defineMutant({
  id: 'balances-asked-for-once',
  title: 'The balances of the first answer are told again at every later question',
  evidence: 'caches that nobody empties; REC: balance-only change in gap',
  killers: ['BALANCE-04', 'BALANCE-12', 'BALANCE-14'],
  apply: firstAnswerAgain,
});

const polledOnlyAtStart = defineMutant({
  id: 'polled-balances-asked-for-once',
  title: 'Where only queries tell balances, those of the first answer are told again at every later question',
  evidence: 'caches that nobody empties',
  killers: ['FOREIGN-08'],
  needs: ['trait:polled-balances'],
  apply: firstAnswerAgain,
});

/** Defects of the query of balances. */
export const balanceQueryMutants: readonly Mutant[] = [
  keysOfAnObject,
  plainLettersOnly,
  goneIsKept,
  failureIsPoverty,
  onlyAtStart,
  polledOnlyAtStart,
];
