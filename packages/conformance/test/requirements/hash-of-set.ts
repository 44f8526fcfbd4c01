import { createHash } from 'node:crypto';
import type { RequirementSet } from '../../src/requirements/requirement-set.ts';

/** A text that changes with everything that is scored. */
export function hashOfSet({ cards }: Pick<RequirementSet, 'cards'>): string {
  const lines = cards.map(({ id, severity, tier }) => `${id} ${severity} ${tier}`);
  const text = lines.toSorted((left, right) => (left < right ? -1 : 1)).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
