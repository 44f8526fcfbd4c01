import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { expectBalances, quoteOf } from '../../situation/balances.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { placeByOther } from '../../situation/other-program.ts';
import { silencePrivateStream } from '../../situation/private-frames.ts';

const common = {
  family: 'BALANCE',
  severity: 'must',
  since: '2026-11-20',
  needs: ['trading'],
  doc: 'connector guide: The members',
  look: 'updateBalances',
} as const;

export const totalsAndAvailable: Card = defineCard({
  ...common,
  id: 'BALANCE-01',
  slug: 'start-tells-total-and-available',
  title: 'When the connector is ready it knows of each asset what is owned and what of it can be spent',
  tier: 2,
  scenario: 'Before the start the account has free balances, and an order of another program locks a part of one.',
  expected: ['balance-updated'],
  covers: ['HB-21'],
  overSockets: true,
  run: async (stage) => {
    placeByOther(stage);
    await stage.start();
    const locked = stage.truth().balances.get(quoteOf(stage))?.locked;
    stage.holds('the scenario was provoked: something is locked', locked !== undefined && !locked.isZero());
    expectBalances(stage);
    const owned = [...stage.truth().balances.values()].filter(({ free, locked: held }) => !free.plus(held).isZero());
    const listed = [...stage.connector.getAllBalances()].filter(([, { total }]) => !total.isZero());
    stage.equal('the assets that are owned', listed.map(([asset]) => asset).toSorted(), owned.map(({ asset }) => asset).toSorted());
  },
});

/** Names that are members of every object. */
const ODD_ASSETS = ['__proto__', 'constructor', 'hasOwnProperty', '1000X', '币安人生'];

export const oddNames: Card = defineCard({
  ...common,
  id: 'BALANCE-02',
  slug: 'assets-of-odd-names',
  title: 'An asset may have any name, also that of a member of every object, or one in other letters',
  tier: 2,
  setup: {
    prepare: ({ world }, { account }) => {
      for (const [index, asset] of ODD_ASSETS.entries()) world.deposit(account, asset, String(index + 1));
    },
  },
  scenario: `The account owns ${ODD_ASSETS.join(', ')} at the start, and gets some more of each while the connector runs.`,
  run: async (stage) => {
    await stage.start();
    expectBalances(stage);
    for (const asset of ODD_ASSETS) stage.venue.world.deposit(stage.account, asset, '0.5');
    await stage.advance(stage.has('streams-balances') ? 5_000 : 150_000);
    expectBalances(stage, ODD_ASSETS);
    const known = ODD_ASSETS.filter((asset) => stage.connector.getAllBalances().has(asset));
    stage.equal('the odd assets that are listed', known, ODD_ASSETS);
  },
});

export const nothingIsZero: Card = defineCard({
  ...common,
  id: 'BALANCE-03',
  slug: 'an-empty-account-is-ready',
  title: 'An account with little or nothing in it becomes ready, and what it does not own is 0',
  severity: 'should',
  tier: 2,
  setup: { balances: {} },
  scenario: 'The account owns nothing at all. The connector becomes ready, all balances are 0; then a deposit is known.',
  run: async (stage) => {
    await stage.start();
    const assets = [...stage.pair.split('-'), 'NOBODY-HAS-THIS'];
    for (const asset of assets) {
      const amounts = [stage.connector.getBalance(asset), stage.connector.getAvailableBalance(asset)];
      stage.equal(`total and available of ${asset}`, amounts, ['0', '0']);
    }
    stage.venue.world.deposit(stage.account, quoteOf(stage), '12.5');
    await stage.advance(stage.has('streams-balances') ? 5_000 : 150_000);
    expectBalances(stage, [quoteOf(stage)]);
  },
});

export const assetDisappears: Card = defineCard({
  ...common,
  id: 'BALANCE-04',
  slug: 'an-asset-that-is-gone-is-zero',
  title: 'An asset that the venue does not list any more, or lists with 0, is 0',
  tier: 3,
  scenario: 'All of one asset is withdrawn while no private message arrives. After the next poll it is 0, and the others are unchanged.',
  covers: ['HB-21'],
  run: async (stage) => {
    await stage.start();
    silencePrivateStream(stage);
    const asset = quoteOf(stage);
    const { free } = stage.present('the balance at the venue', stage.truth().balances.get(asset));
    stage.venue.world.deposit(stage.account, asset, free.negated().toFixed());
    await stage.until('the asset is gone', () => stage.connector.getBalance(asset).isZero(), 300_000);
    expectBalances(stage);
  },
});

export const failedQueryKeepsBalances: Card = defineCard({
  ...common,
  id: 'BALANCE-05',
  slug: 'a-failed-query-keeps-the-balances',
  title:
    'When balances cannot be asked for, those that are known stay, the connector stays ready, and the truth comes when the venue answers',
  tier: 3,
  scenario: 'For six minutes every query of balances fails and no private message arrives; meanwhile a deposit comes in.',
  expected: ['stream-problem'],
  run: async (stage) => {
    await stage.start();
    const before = new Map(stage.connector.getAllBalances());
    const hear = silencePrivateStream(stage);
    const fault = troubleOperation(stage, 'balances', 'server-error');
    const asset = quoteOf(stage);
    stage.venue.world.deposit(stage.account, asset, '77');
    await stage.advance(360_000);
    fault.expectStruck(stage);
    stage.equal('the balances while they cannot be asked for', new Map(stage.connector.getAllBalances()), before);
    // Where messages are numbered it is known that some are missing, and nothing makes it good.
    if (!stage.has('trait:book-connection-counter')) stage.holds('the connector is ready', stage.connector.ready);
    fault.lift();
    hear();
    const { free } = stage.present('the balance at the venue', stage.truth().balances.get(asset));
    await stage.until('the deposit is known', () => stage.connector.getBalance(asset).eq(free), 300_000);
  },
});
