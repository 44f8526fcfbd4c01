import type { OrderCommandResult } from '@venuekit/core';
import type { Operation } from '@venuekit/venue';
import type { CardStage } from '../../card/card-stage.ts';
import type { Need } from '../../subject/need.ts';

/** One command that was given. */
export interface Attempt {
  /** Client ids of orders that the venue has if the command was executed, and else has not. */
  readonly placed: readonly string[];
  /** Client ids of open orders that are canceled if it was executed, and else are left open. */
  readonly canceled: readonly string[];
  /** What the caller is told of each part; for commands that tell it at once. */
  readonly results: Promise<readonly OrderCommandResult[]>;
}

/** A command to the venue whose answer can get lost. */
export interface Command {
  readonly slug: string;
  /** Begins a sentence. */
  readonly text: string;
  readonly needs: readonly Need[];
  readonly operations: readonly Operation['kind'][];
  readonly look: string;
  readonly covers: readonly string[];
  /** Makes ready to give it several times. @returns what gives it, once for each time. */
  prepare(stage: CardStage, times: number): Promise<readonly (() => Attempt)[]>;
}

const NOTHING_TOLD: Promise<readonly OrderCommandResult[]> = Promise.resolve([]);

/** An amount that no other order of the card has, so that orders can be told apart by it. */
function amountOf(stage: CardStage, index: number): string {
  return stage.amount(10 + index);
}

async function openOrders(stage: CardStage, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await stage.openOrder({ amount: amountOf(stage, index) }));
  return ids;
}

function pairsOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: ids.length / 2 }, (_, index) => ids.slice(2 * index, 2 * index + 2));
}

const timesOf = <Value>(times: number, make: (index: number) => Value): readonly Value[] =>
  Array.from({ length: times }, (_, index) => make(index));

const place: Command = {
  slug: 'place',
  text: 'A placement that',
  needs: ['order-type:limit'],
  operations: ['place'],
  look: 'placeOrder',
  covers: ['NT-E74', 'HB-15'],
  prepare: async (stage, times) =>
    timesOf(times, (index) => () => ({
      placed: [stage.placeResting({ amount: amountOf(stage, index) })],
      canceled: [],
      results: NOTHING_TOLD,
    })),
};

const cancel: Command = {
  slug: 'cancel',
  text: 'A cancel that',
  needs: ['order-type:limit'],
  operations: ['cancel', 'request-cancel'],
  look: 'placeCancel',
  covers: ['NT-E75', 'HB-18'],
  prepare: async (stage, times) =>
    (await openOrders(stage, times)).map((id) => () => {
      const answer = stage.connector.cancel(stage.pair, id);
      return { placed: [], canceled: [id], results: answer.then(() => []) };
    }),
};

const placeBatch: Command = {
  slug: 'batch-place',
  text: 'A batch of placements that',
  needs: ['order-type:limit', 'batch-place'],
  operations: ['place-many'],
  look: 'placeOrders',
  covers: ['NT-E77'],
  prepare: async (stage, times) =>
    timesOf(times, (batch) => () => {
      const orders = timesOf(2, (index) => ({
        tradingPair: stage.pair,
        side: 'buy' as const,
        orderType: 'limit' as const,
        amount: amountOf(stage, 2 * batch + index),
        price: stage.restingPrice('buy'),
      }));
      return { placed: stage.connector.placeBatch(orders), canceled: [], results: NOTHING_TOLD };
    }),
};

const cancelBatch: Command = {
  slug: 'batch-cancel',
  text: 'A batch of cancels that',
  needs: ['order-type:limit', 'batch-cancel'],
  operations: ['cancel-many'],
  look: 'placeCancels',
  covers: ['NT-E75', 'NT-E77'],
  prepare: async (stage, times) =>
    pairsOf(await openOrders(stage, 2 * times)).map((ids) => () => {
      const answer = stage.connector.cancelBatch(ids);
      return { placed: [], canceled: ids, results: answer.then(() => []) };
    }),
};

const cancelReplace: Command = {
  slug: 'cancel-replace',
  text: 'A cancel-replace that',
  needs: ['order-type:limit', 'cancel-replace'],
  operations: ['cancel-replace'],
  look: 'cancelReplaceOrder',
  covers: ['NT-E74', 'NT-E75'],
  prepare: async (stage, times) =>
    (await openOrders(stage, times)).map((id, index) => () => {
      const before = new Set(stage.connector.inFlightOrders.keys());
      const amount = amountOf(stage, times + index);
      const answer = stage.connector.cancelReplace(stage.pair, id, {
        side: 'buy',
        orderType: 'limit',
        amount,
        price: stage.restingPrice('buy'),
      });
      const placed: string[] = [];
      const results = answer.then((result) => {
        if (!before.has(result.placed.clientOrderId)) placed.push(result.placed.clientOrderId);
        return [result.canceled, result.placed];
      });
      return { placed, canceled: [id], results };
    }),
};

const placeList: Command = {
  slug: 'order-list',
  text: 'A list of orders that',
  needs: ['order-list:oco', 'order-type:limit-maker', 'order-type:stop-loss'],
  operations: ['place-list'],
  look: 'placeOrderList',
  covers: ['NT-E74', 'NT-E77'],
  prepare: async (stage, times) =>
    timesOf(times, (index) => () => {
      const leg = { tradingPair: stage.pair, side: 'sell' as const, amount: amountOf(stage, index) };
      const placed = stage.connector.placeOrderList('oco', [
        { ...leg, orderType: 'limit-maker', price: stage.restingPrice('sell') },
        { ...leg, orderType: 'stop-loss', stopPrice: stage.restingPrice('buy') },
      ]);
      return { placed, canceled: [], results: NOTHING_TOLD };
    }),
};

/** The commands that place or cancel, in the order of their cards. */
export const COMMANDS: readonly Command[] = [place, cancel, placeBatch, cancelBatch, cancelReplace, placeList];
