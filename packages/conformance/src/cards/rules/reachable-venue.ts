import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { failOperation, QUESTION_FAILURES } from '../../situation/question-failures.ts';

const RULES = { family: 'RULES', since: '2026-11-20', doc: 'connector guide: The members' } as const;

/** Whether the venue can be asked, and what happens while it cannot. */
export const reachableVenue: readonly Card[] = [
  ...QUESTION_FAILURES.map((failure, index) =>
    defineCard({
      ...RULES,
      id: `RULES-${String(9 + index).padStart(2, '0')}`,
      slug: `markets-fail-${failure.slug}`,
      title: `When the request for the markets ${failure.text}, it is repeated until the connector is ready`,
      severity: 'must',
      tier: 3,
      scenario: `Twice the request for the markets ${failure.text} while the connector starts. Each failure is told; then it becomes ready.`,
      covers: ['HB-5'],
      expected: ['stream-problem', 'book-live'],
      look: 'tradingRulesRequestPath',
      run: async (stage) => {
        const checkProvoked = failOperation(stage, 'rules', failure, 2);
        stage.begin();
        await stage.until('the connector is ready', () => stage.connector.ready, 240_000);
        await stage.start();
        checkProvoked();
        stage.equal('the markets with rules', stage.connector.tradingRules.size, stage.venue.world.instruments.size);
      },
    }),
  ),
  defineCard({
    ...RULES,
    id: 'RULES-14',
    slug: 'readiness-is-told-part-by-part',
    title: 'Before the start nothing is ready, after it everything, after stop the streams are not',
    severity: 'should',
    tier: 1,
    scenario: 'The parts of readiness are asked for before the start, when ready, and after stop.',
    covers: ['HB-10'],
    needs: ['trading'],
    look: 'isTradingRequired',
    run: async (stage) => {
      const { connector } = stage;
      const readyBefore = Object.entries(connector.statusDict).flatMap(([part, isReady]) => (isReady ? [part] : []));
      // Where there is no private stream, none is waited for.
      const given = stage.has('private-stream') ? [] : ['userStreamInitialized'];
      stage.equal('what is ready before the start', readyBefore, given);
      stage.equal('whether the connector is ready', connector.ready, false);
      await stage.start();
      stage.equal(
        'what is not ready',
        Object.entries(connector.statusDict).filter(([, isDone]) => isDone !== true),
        [],
      );
      await stage.stop();
      const { orderBooksInitialized, userStreamInitialized } = connector.statusDict;
      stage.equal(
        'whether the streams are ready after stop',
        [orderBooksInitialized, userStreamInitialized, connector.ready],
        [false, !stage.has('private-stream'), false],
      );
      await stage.start();
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-15',
    slug: 'network-check-tells-the-truth',
    title: 'The check of the network succeeds while the venue answers, fails while it does not, and the state follows',
    severity: 'must',
    tier: 3,
    scenario:
      'The check is made on a calm venue, while every request is answered with an internal error, and after that. A check that is aborted ends.',
    covers: ['HB-7', 'HB-8', 'HB-9'],
    expected: ['network-status-changed', 'network-status-changed', 'network-status-changed'],
    look: 'checkNetworkRequestPath',
    run: async (stage) => {
      await stage.start();
      const { connector, venue } = stage;
      await stage.answer('the check succeeds', connector.checkNetwork());
      await stage.until('the network is connected', () => connector.networkStatus.state === 'connected');
      const repair = venue.control.faults.add({
        on: 'http',
        times: Number.POSITIVE_INFINITY,
        action: { kind: 'refuse', reason: 'internal' },
      });
      await stage.errorOf('the check fails', connector.checkNetwork());
      await stage.until('the network is not connected', () => connector.networkStatus.state === 'not-connected');
      stage.holds('it is told why', (connector.networkStatus.reason ?? '') !== '', connector.networkStatus);
      repair();
      await stage.until('the network is connected again', () => connector.networkStatus.state === 'connected', 300_000);
      const aborted = new AbortController();
      aborted.abort();
      await stage.errorOf('a check that is aborted ends', connector.checkNetwork(aborted.signal));
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-16',
    slug: 'last-prices-are-the-venues',
    title: 'The last traded prices of several markets are the venue’s, each under its own market',
    severity: 'must',
    tier: 1,
    scenario: 'Somebody trades in two markets. Their last prices are asked for, together and one by one.',
    covers: ['HB-6'],
    look: 'getLastTradedPrice',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const pairs = [stage.otherPair, stage.pair];
      for (const pair of pairs) {
        stage.tradeByStranger('buy', stage.amount(3, pair), pair);
        stage.tradeByStranger('sell', stage.amount(2, pair), pair);
      }
      const truth = pairs.map((pair) => stage.venue.world.lastPrice(pair));
      const together = await stage.answer('the last prices come', stage.connector.getLastTradedPrices(pairs));
      stage.equal(
        'the last prices',
        pairs.map((pair) => together.get(pair)),
        truth,
      );
      for (const [index, pair] of pairs.entries()) {
        const alone = await stage.answer('the last price comes', stage.connector.getLastTradedPrices([pair]));
        stage.equal(`the last price of ${pair}`, [...alone], [[pair, truth[index]]]);
      }
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-17',
    slug: 'offered-order-types-are-the-declared',
    title: 'The order types that the connector offers are those that it declares, and the markets take them',
    severity: 'should',
    tier: 1,
    scenario: 'The connector is asked what it supports; every type is taken by the first market, and each declared one is offered.',
    covers: ['HB-1'],
    look: 'supportedOrderTypes',
    run: async (stage) => {
      await stage.start();
      const offered = stage.connector.supportedOrderTypes();
      stage.equal('the order types', offered.toSorted(), [...stage.definition.capabilities.orderTypes].toSorted());
      const taken = stage.connector.tradingRules.get(stage.pair)?.orderTypes ?? [];
      stage.equal(
        'the types that the market does not take',
        offered.filter((type) => !taken.includes(type)),
        [],
      );
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-18',
    slug: 'removed-market-keeps-its-orders',
    title: 'An order in a market that was added and removed while running is followed to its end',
    severity: 'must',
    tier: 2,
    scenario:
      'A second market is added, an order rests there, the market is removed, and the order is canceled on the venue’s site. The cancel is told at once.',
    needs: ['trading', 'order-type:limit'],
    expected: ['order-created', 'order-canceled'],
    forbidden: ['order-lost', 'order-failed'],
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const { connector, otherPair } = stage;
      connector.addTradingPair(otherPair);
      await stage.until('the book of the second market is live', () => connector.bookStatus(otherPair).state === 'live');
      const id = await stage.openOrder({ pair: otherPair });
      connector.removeTradingPair(otherPair);
      stage.equal('the markets that are followed', connector.tradingPairs, [stage.pair]);
      stage.cancelAtVenue(id);
      const withinMs = stage.has('private-stream') ? 3_000 : 6_000;
      await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'), withinMs);
    },
  }),
  defineCard({
    ...RULES,
    id: 'RULES-19',
    slug: 'empty-list-is-not-believed',
    title: 'A list without markets, which no venue has, is reported and changes nothing; the next one counts again',
    severity: 'must',
    tier: 3,
    setup: { connector: { intervals: { tradingRulesMs: 60_000 } } },
    scenario:
      'While the connector runs, the venue twice answers that it has no markets at all. All markets and rules stay known, and the book goes on.',
    expected: ['stream-problem'],
    forbidden: ['book-stale'],
    look: 'initializeTradingPairSymbolsFromExchangeInfo',
    run: async (stage) => {
      await stage.start();
      const { connector } = stage;
      const count = stage.venue.world.instruments.size;
      let empty = 0;
      const stop = stage.alterReplies('rules', (text, { subject, encode }) => {
        if (subject.kind !== 'rules') return text;
        empty += 1;
        return encode({ ...subject, instruments: [] });
      });
      await stage.until('the venue has answered without markets', () => empty >= 2, 300_000);
      await stage.advance(1_000);
      stop();
      stage.equal('how many rules are known', connector.tradingRules.size, count);
      stage.equal('the markets that are followed', connector.tradingPairs, [stage.pair]);
      const listed = await stage.answer('the markets are listed', connector.allTradingPairs());
      stage.equal('how many markets are listed', listed.length, count);
    },
  }),
];
