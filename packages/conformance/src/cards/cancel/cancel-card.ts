import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

/** A card of this family. Default tier 2: a calm venue. */
export function cancelCard(card: Omit<Card, 'family' | 'since' | 'tier'> & Partial<Pick<Card, 'tier'>>): Card {
  return defineCard({ tier: 2, ...card, family: 'CANCEL', since: '2026-11-20' });
}
