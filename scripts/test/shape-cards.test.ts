import { readFileSync } from 'node:fs';
import { binanceSpot } from '@venuekit/binance';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ALL_CARDS, ALL_MUTANTS, type Card, type Mutant, type Need } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { tinySubject } from '../../packages/conformance/test/reference/tiny-subject.ts';
import { declaredNeeds } from '../../packages/conformance/test/suite/declared-needs.ts';
import { SHAPED_SUBJECTS } from '../../packages/conformance/test/suite/shaped-subjects.ts';
import { shapesDocument, TRAIT_PROOFS } from '../card-coverage/shape-table.ts';

const document = readFileSync(new URL('../../docs/conformance/shapes.md', import.meta.url), 'utf8');
/** The cells of a table without the padding that the formatter adds. */
const cells = (text: string): string => text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');

const shapes = [...SHAPED_SUBJECTS.values()].map((subject) => declaredNeeds(subject));
const spot = declaredNeeds({
  name: 'spot',
  dialect: () => binanceSpotDialect(),
  define: ({ credentials, tradingPairs }) => binanceSpot({ tradingPairs, apiKey: credentials?.apiKey, apiSecret: credentials?.apiSecret }),
});
/** All on which the suite is run: each run fails when a card fails or a mutant survives. */
const subjects = [declaredNeeds(tinySubject), spot, ...shapes];

/** Needs that are no member of a list. */
const NEEDS: Readonly<Record<Exclude<Need, `${string}:${string}`>, true>> = {
  trading: true,
  'client-order-ids': true,
  'private-stream': true,
  'streams-fills': true,
  'streams-balances': true,
  'trade-ids': true,
  'trades-since': true,
  'synchronous-cancel': true,
  'asynchronous-cancel': true,
  'batch-place': true,
  'batch-cancel': true,
  'cancel-all-command': true,
  amend: true,
  'cancel-replace': true,
  'test-order': true,
  trailing: true,
  iceberg: true,
  'self-trade-prevention': true,
  'quote-amount': true,
  'time-synchronization': true,
  'rate-limits-told': true,
  'limit-usage-told': true,
  'order-limit': true,
  'client-id-lookup': true,
  'lacks-an-order-type': true,
  'lacks-a-time-in-force': true,
  'lacks-an-option': true,
};

const isTrait = (name: string): name is keyof typeof TRAIT_PROOFS => name in TRAIT_PROOFS;
const isNeed = (name: string): name is keyof typeof NEEDS => name in NEEDS;
const cardOf = (id: string): Card | undefined => ALL_CARDS.find((card) => card.id === id);
const isRun = (needs: readonly Need[]): boolean => subjects.some((has) => needs.every((need) => has(need)));
const isActedOut = ({ killers, needs = [] }: Mutant): boolean =>
  killers.some((id) => {
    const card = cardOf(id);
    return card !== undefined && isRun([...needs, ...(card.needs ?? [])]);
  });

describe('docs/conformance/shapes.md', () => {
  it('is what the cards say; else run node scripts/card-coverage.ts', () => {
    expect(cells(document)).toBe(cells(shapesDocument(ALL_CARDS, ALL_MUTANTS)));
  });

  it.each(Object.entries(TRAIT_PROOFS))('names for %s only cards that are run on a shaped connector with it', (trait, { also }) => {
    const having = shapes.filter((has) => isTrait(trait) && has(`trait:${trait}`));
    expect(having.length).toBeGreaterThan(0);
    const unproven = also.filter((id) => {
      const card = cardOf(id);
      return card === undefined || !having.some((has) => (card.needs ?? []).every((need) => has(need)));
    });
    expect(unproven).toEqual([]);
  });
});

describe('the connectors on which the suite is run', () => {
  it('have each need that there is', () => {
    expect(Object.keys(NEEDS).filter((need) => isNeed(need) && !isRun([need]))).toEqual([]);
  });

  it('let each card be run', () => {
    expect(ALL_CARDS.filter(({ needs = [] }) => !isRun(needs)).map(({ id }) => id)).toEqual([]);
  });

  it('let each mutant be killed', () => {
    expect(ALL_MUTANTS.filter((mutant) => !isActedOut(mutant)).map(({ id }) => id)).toEqual([]);
  });
});
