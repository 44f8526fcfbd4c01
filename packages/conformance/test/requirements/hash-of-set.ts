import { createHash } from 'node:crypto';
import type { RequirementSet } from '../../src/requirements/requirement-set.ts';

/** A text that changes with everything that is scored. */
export function hashOfSet({ cards }: Pick<RequirementSet, 'cards'>): string {
  const text = cards.map(({ id, severity, tier }) => `${id} ${severity} ${tier}`).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
