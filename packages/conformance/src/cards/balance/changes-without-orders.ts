import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { baseOf, expectBalances, isBalanceTrue, quoteOf } from '../../situation/balances.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { troublePrivateFrames } from '../../situation/private-frames.ts';

const common = { family: 'BALANCE', severity: 'must', since: '2026-11-20', look: 'userStreamEventListener' } as const;

const WITHOUT_POLLS = { connector: { intervals: { shortPollMs: 600_000, longPollMs: 600_000 } } } as const;

export const depositIsTold: Card = defineCard({
  ...common,
  id: 'BALANCE-09',
  slug: 'a-deposit-is-told',
  title: 'A deposit and a withdrawal that happen while the connector runs are told by the stream, each once',
  tier: 2,
  needs: ['trading', 'streams-balances'],
  setup: WITHOUT_POLLS,
  scenario: 'Something is deposited of an asset that is owned, and of one that is not; then a part of it is withdrawn.',
  expected: ['balance-updated', 'balance-updated'],
  doc: 'connector guide: The members',
  run: async (stage) => {
    await stage.start();
    const [owned, fresh] = [quoteOf(stage), 'FRESH'];
    const { length } = stage.eventsOf('balance-updated');
    for (const [asset, amount] of [
      [owned, '250.5'],
      [fresh, '3'],
      [owned, '-100.25'],
    ] as const) {
      stage.venue.world.deposit(stage.account, asset, amount);
      await stage.advance(1_000);
      expectBalances(stage, [owned, fresh]);
    }
    const told = stage
      .eventsOf('balance-updated')
      .slice(length)
      .map(({ asset }) => asset);
    stage.equal('the assets that were told of', told, [owned, fresh, owned]);
  },
});

export const repeatedMessage: Card = defineCard({
  ...common,
  id: 'BALANCE-10',
  slug: 'a-repeated-message-counts-once',
  title: 'A balance message that arrives twice changes the balance once',
  tier: 3,
  needs: ['trading', 'streams-balances'],
  setup: WITHOUT_POLLS,
  scenario: 'All messages about balances come twice while something is deposited and withdrawn.',
  doc: 'private stream: guarantees',
  run: async (stage) => {
    await stage.start();
    const fault = troublePrivateFrames(stage, 'balances', { kind: 'duplicate' });
    for (const amount of ['5', '-2', '0.25']) {
      stage.venue.world.deposit(stage.account, quoteOf(stage), amount);
      await stage.advance(500);
    }
    fault.expectStruck(stage);
    expectBalances(stage);
  },
});

export const olderMessageLater: Card = defineCard({
  ...common,
  id: 'BALANCE-11',
  slug: 'an-older-message-changes-nothing',
  title: 'A balance message that is older than one which has been applied changes nothing',
  tier: 3,
  needs: ['trading', 'streams-balances'],
  setup: WITHOUT_POLLS,
  scenario: 'Two deposits follow each other, and the messages about them arrive in the reverse order.',
  doc: 'private stream: guarantees',
  run: async (stage) => {
    await stage.start();
    const fault = troublePrivateFrames(stage, 'balances', { kind: 'reorder' }, 1);
    for (const amount of ['11', '7']) {
      stage.venue.world.deposit(stage.account, quoteOf(stage), amount);
      await stage.advance(20);
    }
    await stage.advance(3_000);
    fault.expectStruck(stage);
    expectBalances(stage);
  },
});

export const changeInAGap: Card = defineCard({
  ...common,
  id: 'BALANCE-12',
  slug: 'a-change-in-a-gap-is-repaired',
  title: 'A change of balances alone, while the private stream is down, is known once the stream is restored',
  tier: 3,
  needs: ['trading', 'private-stream'],
  setup: WITHOUT_POLLS,
  scenario: 'The private stream is cut, and a deposit comes in before the next connection. No order has changed.',
  expected: ['stream-interrupted', 'balance-updated', 'stream-restored'],
  covers: ['REC-balance-only-change-in-gap'],
  doc: 'private stream: guarantees',
  look: 'updateBalances',
  run: async (stage) => {
    await stage.start();
    stage.holds('a private socket was cut', stage.venue.control.cutSockets({ account: stage.account }) > 0);
    stage.venue.world.deposit(stage.account, baseOf(stage), '0.75');
    await stage.until('the stream is restored', () => stage.eventsOf('stream-restored').some(({ gap }) => gap.fromMs !== undefined));
    expectBalances(stage);
  },
});

export const slowQuery: Card = defineCard({
  ...common,
  id: 'BALANCE-13',
  slug: 'a-slow-answer-is-older-than-the-stream',
  title: 'An answer about balances that was on its way while the stream told a newer balance does not undo it',
  severity: 'should',
  tier: 3,
  needs: ['trading', 'streams-balances'],
  setup: { connector: { intervals: { longPollMs: 10_000 } } },
  scenario: 'The answer to a query of balances comes three seconds late; a deposit happens and is told meanwhile.',
  doc: 'private stream: guarantees',
  look: 'updateBalances',
  run: async (stage) => {
    await stage.start();
    const fault = troubleOperation(stage, 'balances', 'answer-late', 1);
    await stage.until('balances are asked for', () => fault.struck > 0, 60_000);
    const asset = quoteOf(stage);
    await stage.advance(500);
    stage.venue.world.deposit(stage.account, asset, '9');
    await stage.until('the deposit is told', () => isBalanceTrue(stage, asset), 2_000);
    for (let second = 0; second < 5; second += 1) {
      await stage.advance(1_000);
      expectBalances(stage, [asset]);
    }
  },
});

export const polledBalances: Card = defineCard({
  ...common,
  id: 'BALANCE-14',
  slug: 'balances-come-by-polls',
  title: 'Whatever moves a balance is known after the next poll, also where no stream tells it',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'No message about balances arrives. An order is filled in part, another is open, and a deposit comes in. Two polls later the balances are the venue’s.',
  doc: 'connector guide: The members',
  look: 'updateBalances',
  run: async (stage) => {
    await stage.start();
    troublePrivateFrames(stage, 'balances', { kind: 'drop' });
    const id = await stage.openOrder();
    await stage.openOrder({ side: 'sell' });
    stage.fillAtVenue(id);
    stage.venue.world.deposit(stage.account, quoteOf(stage), '31');
    await stage.advance(300_000);
    expectBalances(stage);
  },
});
