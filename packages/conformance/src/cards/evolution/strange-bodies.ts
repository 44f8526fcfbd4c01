import type { Operation } from '@venuekit/venue';
import type { Card, CardId } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const READS: readonly Operation['kind'][] = ['balances', 'open-orders', 'orders', 'order', 'fills', 'fee-rates', 'rules', 'last-prices'];

const BODIES: readonly { readonly id: CardId; readonly slug: string; readonly text: string; readonly change: (text: string) => string }[] =
  [
    {
      id: 'EVOLUTION-12',
      slug: 'web-page-as-reply',
      text: 'a web page',
      change: () => '<!DOCTYPE html><html><body>Maintenance</body></html>',
    },
    { id: 'EVOLUTION-13', slug: 'empty-body-as-reply', text: 'an empty body', change: () => '' },
    { id: 'EVOLUTION-14', slug: 'null-as-reply', text: 'null', change: () => 'null' },
    {
      id: 'EVOLUTION-15',
      slug: 'other-container-as-reply',
      text: 'an array in place of an object, or an object in place of an array',
      change: (text) => (text.trimStart().startsWith('[') ? '{}' : '[]'),
    },
  ];

/** Longer than polls are apart. */
const STRANGE_MS = 180_000;

/** One card for each kind of body that is no reply. */
export const strangeBodyCards: readonly Card[] = BODIES.map(({ id, slug, text, change }) =>
  defineCard({
    id,
    slug,
    title: `While the venue answers every question with ${text}, nothing that is known is thrown away`,
    family: 'EVOLUTION',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'order-type:limit'],
    since: '2026-11-20',
    scenario: `An order is open. For three minutes each question for balances, orders, fills, fees and rules is answered with success and ${text}, while the private stream is down. The order stays open, the balances and rules stay known; then the connector catches up with what happened.`,
    expected: ['order-created', 'order-filled'],
    forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
    covers: ['HB-5', 'HB-12', 'HB-25', 'HB-27'],
    doc: 'design: correctness rules; connector guide: errors',
    look: 'updateBalances, requestOpenOrders, requestOrderStatus, formatTradingRules',
    setup: { connector: { intervals: { tradingRulesMs: 30_000 } } },
    run: async (stage) => {
      await stage.start();
      const order = await stage.openOrder();
      const quote = stage.present('the market has a quote asset', stage.pair.split('-')[1]);
      const available = stage.connector.getAvailableBalance(quote);
      let count = 0;
      const ends = READS.map((operation) =>
        stage.alterReplies(operation, (reply) => {
          count += 1;
          return change(reply);
        }),
      );
      const { control } = stage.venue;
      const answerSockets = control.faults.add({ on: 'handshake', times: Number.POSITIVE_INFINITY, action: { kind: 'reset' } });
      control.cutSockets({ account: stage.account });
      stage.fillAtVenue(order, stage.amount(5));
      await stage.advance(STRANGE_MS);
      stage.holds('questions were answered strangely', count > 3, count);
      stage.equal('the orders in flight', [...stage.connector.inFlightOrders.keys()], [order]);
      stage.equal('what is available', stage.connector.getAvailableBalance(quote), available);
      stage.holds('the rules are known', stage.connector.tradingRules.has(stage.pair));
      stage.equal('what is told of the order', stage.orderEvents(order), ['order-created']);
      for (const end of ends) end();
      answerSockets();
      await stage.until('the fill is told', () => stage.orderEvents(order).includes('order-filled'), 300_000);
    },
  }),
);
