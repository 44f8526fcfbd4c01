import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

/** A card of this family; all of them trade on a calm venue. */
export function orderCard(card: Omit<Card, 'family' | 'since' | 'tier'>): Card {
  return defineCard({ ...card, family: 'ORDER', since: '2026-11-20', tier: 2 });
}
