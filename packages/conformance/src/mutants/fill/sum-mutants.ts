import { Decimal } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withOrderFacts } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';

/** Defects in how sums are read where the venue names no executions. */
export const sumMutants: readonly Mutant[] = [
  defineMutant({
    id: 'sums-are-added-up',
    title: 'Each sum that is told of an order is taken for what has been executed since the one before',
    evidence: 'MUT-22: cumulative and last quantity confused',
    killers: ['FILL-16'],
    needs: ['trait:cumulative-fills'],
    apply: (definition, notes) => {
      const sums = new Map<string, Decimal>();
      return withOrderFacts(definition, (fact, source) => {
        const cumulativeBase = 'cumulativeBase' in fact ? fact.cumulativeBase : undefined;
        if (source !== 'stream' || cumulativeBase === undefined) return fact;
        const { exchangeOrderId = '' } = fact;
        const before = sums.get(exchangeOrderId) ?? new Decimal(0);
        const sum = before.plus(cumulativeBase);
        sums.set(exchangeOrderId, sum);
        if (!before.isZero()) notes.acted();
        return { ...fact, cumulativeBase: sum };
      });
    },
  }),
];
