import { splitTradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withBalanceRows } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource } from '../../mutant/seams.ts';

/** Defects in what markets and assets are called. */
export const spellingMutants: readonly Mutant[] = [
  defineMutant({
    id: 'spelling-of-rest-on-sockets',
    title: 'The topics of a market are named as REST names the market',
    evidence: 'venue differences: several spellings of one market',
    killers: ['RULES-20'],
    needs: ['trait:several-symbol-spellings'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        topicsOf: (pair, symbols) => {
          const { base, quote } = splitTradingPair(pair);
          const market = new RegExp(`${literally(base)}[^a-z0-9]?${literally(quote)}`, 'i');
          return source.topicsOf(pair, symbols).map((topic) => {
            const other = topic.replace(market, symbols.exchangeSymbol(pair));
            if (other !== topic) notes.acted();
            return other;
          });
        },
      })),
  }),
  defineMutant({
    id: 'assets-as-the-venue-spells-them',
    title: 'Balances are told under the names that the venue writes',
    evidence: 'venue differences: assets with letters before them',
    killers: ['RULES-20', 'BALANCE-01'],
    needs: ['trait:several-symbol-spellings'],
    apply: (definition, notes) =>
      withBalanceRows(definition, (row) => {
        notes.acted();
        return { ...row, asset: `X${row.asset}` };
      }),
  }),
];

function literally(text: string): string {
  return text.replaceAll(/\W/g, String.raw`\$&`);
}
