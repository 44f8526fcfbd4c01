import type { Card } from '../card/card.ts';
import { isAuthentic } from '../card/define-card.ts';
import type { Tampering } from './worker-messages.ts';

/** How a subject's own list of cards differs from the suite's. @param given undefined: it has none. */
export function findTampering(given: readonly { readonly id: string }[] | undefined, suite: readonly Card[]): Tampering {
  if (given === undefined) return { removed: [], overridden: [], added: [] };
  const known = new Set<string>(suite.map(({ id }) => id));
  const ids = new Set(given.map(({ id }) => id));
  return {
    removed: [...known].filter((id) => !ids.has(id)),
    overridden: given.filter((card) => known.has(card.id) && !isAuthentic(card)).map(({ id }) => id),
    added: [...ids].filter((id) => !known.has(id)),
  };
}
