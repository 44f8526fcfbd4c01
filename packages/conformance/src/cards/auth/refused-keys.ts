import { AuthenticationError } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';

const common = { family: 'AUTH', since: '2026-11-20', doc: 'connector guide: errors carry the outcome' } as const;
const TEN_MINUTES_MS = 600_000;

export const withoutKeys: Card = defineCard({
  ...common,
  id: 'AUTH-11',
  slug: 'public-data-without-keys',
  title: 'Without keys the public data is there, nothing is signed, and no private stream is opened',
  severity: 'must',
  tier: 1,
  scenario: 'The connector is made without keys. Its books become live; no order can be placed; what is placed is denied and never sent.',
  expected: ['book-live'],
  invariants: ['books-equal', 'no-secret-shown', 'nothing-left'],
  setup: { hasCredentials: false },
  look: 'authenticator',
  run: async (stage) => {
    stage.equal('the authenticator', stage.definition.authenticator, undefined);
    await stage.start();
    await stage.advance(TEN_MINUTES_MS);
    stage.equal('private subscriptions at the venue', stage.venue.control.sockets({ account: stage.account }).length, 0);
    stage.equal('the state of the private stream', stage.connector.privateStreamStatus?.state === 'live', false);
    stage.equal('the book', stage.connector.bookStatus(stage.pair).state, 'live');
  },
});

export const wrongSecret: Card = defineCard({
  ...common,
  id: 'AUTH-12',
  slug: 'wrong-keys-are-named-and-not-hammered',
  title: 'Keys that the venue does not know are told as such, again and again but not often, and the books stay live',
  severity: 'must',
  tier: 3,
  needs: ['trading'],
  scenario:
    'The venue refuses every signature. For ten minutes the connector is not ready and says why, asks at most twice a second, and its books are live.',
  expected: ['stream-problem'],
  invariants: ['no-secret-shown', 'nothing-left'],
  covers: ['HB-OMS-2'],
  setup: { knowsKeys: false },
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    stage.begin();
    await stage.advance(TEN_MINUTES_MS);
    stage.equal('the readiness', stage.connector.ready, false);
    stage.equal('the book', stage.connector.bookStatus(stage.pair).state, 'live');
    const problems = stage.eventsOf('stream-problem').map(({ error }) => error);
    const isNamed = problems.some((error) => AuthenticationError.is(error) && error.code === 'AUTHENTICATION');
    stage.holds(
      'a problem names the keys',
      isNamed,
      problems.map((error) => error?.name),
    );
    stage.holds('at most two requests a second', stage.wire.requests.length <= TEN_MINUTES_MS / 500, stage.wire.requests.length);
    stage.holds('at most ten sockets a minute', stage.wire.sockets.length <= 100, stage.wire.sockets.length);
  },
});

export const readOnlyKey: Card = defineCard({
  ...common,
  id: 'AUTH-13',
  slug: 'a-key-that-may-not-trade',
  title: 'An order under a key that may not trade is rejected, and is not tried again',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario: 'The venue’s key may read and not trade. An order fails as rejected, with the venue’s words; the venue was asked once.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  setup: { mayTrade: false },
  look: 'createWebAssistantsFactory',
  run: async (stage) => {
    await stage.start();
    const id = stage.placeResting();
    await stage.until('the order has failed', () => stage.orderEvents(id).includes('order-failed'), 120_000);
    stage.equal(
      'why',
      stage.eventsOf('order-failed').map(({ cause }) => cause),
      ['rejected'],
    );
    stage.equal('orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, 0);
  },
});
