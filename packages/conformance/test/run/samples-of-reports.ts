import { defineCard } from '../../src/card/define-card.ts';
import type { Card } from '../../src/card/card.ts';
import { cardHead, type CardOutcome } from '../../src/run/card-outcome.ts';
import type { CardReport } from '../../src/run/suite-report.ts';

/** A card that claims nothing. */
export function aCard(parts: Partial<Card> = {}): Card {
  return defineCard({
    id: 'BOOK-901',
    slug: 'sample',
    title: 'A sample',
    family: 'BOOK',
    severity: 'must',
    tier: 1,
    since: '2026-11-20',
    scenario: 'Nothing happens.',
    doc: 'none',
    look: 'createOrderBookDataSource',
    run: async () => undefined,
    ...parts,
  });
}

export function anOutcome(card: Card, parts: Partial<CardOutcome> = {}): CardOutcome {
  const failure =
    parts.verdict === 'fail'
      ? { blame: 'connector' as const, message: 'it broke', finding: undefined, venueKnows: [], timeline: [], forgotten: 0, stack: '' }
      : undefined;
  return { card: cardHead(card), place: 'simulated', verdict: 'pass', missing: [], failure, seed: 1, simulatedMs: 5, ...parts };
}

export function aReport(card: Card, parts: Partial<CardReport> = {}): CardReport {
  const outcome = anOutcome(card);
  return { card: cardHead(card), verdict: 'pass', isScored: true, why: '', outcome, overSockets: null, baseline: null, ...parts };
}
