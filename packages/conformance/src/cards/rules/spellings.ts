import { splitTradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { makeLevel } from '../book/move-book.ts';
import { expectExecuted, expectFlow } from '../../situation/private-stream.ts';

export const everySpelling: Card = defineCard({
  id: 'RULES-20',
  slug: 'every-spelling-is-understood',
  title:
    'A market that is spelled in other ways on sockets than in REST, and assets that are spelled in a third, are one and the same to us',
  family: 'RULES',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit', 'trait:several-symbol-spellings'],
  since: '2026-11-20',
  scenario:
    'Two markets are followed. In each the book moves, a trade happens, and an order is placed, listed, filled in part and canceled.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'stream-problem'],
  setup: { followedMarkets: 2 },
  doc: 'venues that differ: several spellings',
  look: 'initializeTradingPairSymbolsFromExchangeInfo, topicsOf, updateBalances',
  run: async (stage) => {
    await stage.start();
    for (const pair of [stage.pair, stage.otherPair]) {
      makeLevel(stage, pair);
      await untilBookEquals(stage, pair, 10_000);
      stage.tradeByStranger('buy', stage.amount(1, pair), pair);
      await stage.until('the trade is told', () => stage.eventsOf('book-trade').some(({ trade }) => trade.tradingPair === pair), 10_000);
      const id = await stage.openOrder({ pair, amount: stage.amount(20, pair) });
      await expectFlow(stage, id, stage.amount(5, pair));
      expectExecuted(stage, id);
      const open = await stage.answer('open orders are answered', stage.connector.getOpenOrders(pair));
      stage.equal(
        'the markets of the open orders',
        open.map(({ tradingPair }) => tradingPair),
        [pair],
      );
      await stage.answer('cancel() ends', stage.connector.cancel(pair, id));
      await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
      const { base, quote } = splitTradingPair(pair);
      for (const asset of [base, quote]) {
        stage.holds(`there is a balance of ${asset}`, stage.connector.getBalance(asset).gt(0));
      }
    }
  },
});
