import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { expectBalances, quoteOf } from '../../situation/balances.ts';
import { fillInParts } from '../../situation/venue-fills.ts';

const common = {
  family: 'BALANCE',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'streams-balances'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
  // What the stream tells must be right without the help of a poll.
  setup: { connector: { intervals: { shortPollMs: 600_000, longPollMs: 600_000 } } },
} as const;

/** How soon the stream must have told it. */
const SOON_MS = 2_000;

export const orderLocks: Card = defineCard({
  ...common,
  id: 'BALANCE-06',
  slug: 'an-open-order-locks',
  title: 'What an open order locks is not available any more and still owned, as the stream tells it',
  scenario: 'An order to buy and one to sell rest. Their quote and their base are taken off from what is available, and from no total.',
  expected: ['order-created', 'balance-updated'],
  covers: ['HB-31'],
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const totals = stage.pair.split('-').map((asset) => stage.connector.getBalance(asset));
    await stage.openOrder({ side: 'buy' });
    await stage.openOrder({ side: 'sell' });
    const assets = stage.pair.split('-');
    await stage.until('the locked amounts are told by events', () => assets.every((asset) => isToldAsIs(stage, asset)), SOON_MS);
    expectBalances(stage, assets);
    stage.equal(
      'the totals',
      assets.map((asset) => stage.connector.getBalance(asset)),
      totals,
    );
  },
});

export const cancelReleases: Card = defineCard({
  ...common,
  id: 'BALANCE-07',
  slug: 'a-cancel-releases',
  title: 'What an order had locked is available again once it is canceled, as the stream tells it',
  scenario: 'An order rests, and is canceled on the site of the venue. What can be spent is what it was before.',
  expected: ['order-created', 'order-canceled'],
  covers: ['HB-31'],
  run: async (stage) => {
    await stage.start();
    const before = stage.connector.getAvailableBalance(quoteOf(stage));
    const id = await stage.openOrder();
    await stage.advance(SOON_MS);
    stage.cancelAtVenue(id);
    await stage.until('order-canceled comes', () => stage.orderEvents(id).includes('order-canceled'), 30_000);
    await stage.advance(SOON_MS);
    stage.equal('what can be spent after the cancel', stage.connector.getAvailableBalance(quoteOf(stage)), before);
    expectBalances(stage);
  },
});

export const fillMoves: Card = defineCard({
  ...common,
  id: 'BALANCE-08',
  slug: 'a-fill-moves-both-assets',
  title: 'A fill takes from one asset and adds to the other, less the fee, as the stream tells it; the rest of the order stays locked',
  scenario: 'An order to buy is filled in part, then wholly; one to sell in part.',
  expected: ['order-filled', 'balance-updated'],
  covers: ['HB-31', 'NT-E01'],
  run: async (stage) => {
    await stage.start();
    const buying = await stage.openOrder();
    const selling = await stage.openOrder({ side: 'sell' });
    fillInParts(stage, buying, [4]);
    fillInParts(stage, selling, [3]);
    await stage.advance(SOON_MS);
    expectBalances(stage);
    stage.fillAtVenue(buying);
    await stage.until('order-completed comes', () => stage.orderEvents(buying).includes('order-completed'), 30_000);
    await stage.advance(SOON_MS);
    expectBalances(stage);
  },
});

/** Whether the last event about an asset tells what the venue has. */
function isToldAsIs(stage: CardStage, asset: string): boolean {
  const told = stage.eventsOf('balance-updated').findLast((event) => event.asset === asset);
  const row = stage.truth().balances.get(asset);
  return told !== undefined && row !== undefined && told.available.eq(row.free) && told.total.eq(row.free.plus(row.locked));
}
