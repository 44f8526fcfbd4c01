import { Decimal } from '@venuekit/core/connector';
import type { CanceledOrder, ConnectorDefinition } from '@venuekit/core/connector';
import { isOpen, type VenueOrder } from '@venuekit/venue';
import type { ProbeBench } from './probe-bench.ts';
import type { ProbeFinding } from './probe.ts';

const ABSENT: ProbeFinding = { state: 'absent' };

/** For what is declared by having the member: without it, it is not there. */
export function probeMember(member: keyof ConnectorDefinition): (bench: ProbeBench) => Promise<ProbeFinding> {
  return async ({ definition }) => (definition[member] === undefined ? ABSENT : { state: 'works', how: `has the member ${member}` });
}

export async function probeAmend(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  if (definition.amendOrder === undefined) return ABSENT;
  const order = stage.present('the venue has the order', await bench.place({}));
  const amount = new Decimal(stage.amount(5));
  await stage.answer('amendOrder', definition.amendOrder(stage.requestContext(), bench.reference(order), amount));
  return bench.now(order).amount.eq(amount) ? { state: 'works', how: 'makes an order smaller in its place' } : ABSENT;
}

export async function probeCancelReplace(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  if (definition.cancelReplaceOrder === undefined) return ABSENT;
  const order = stage.present('the venue has the order', await bench.place({}));
  const answer = definition.cancelReplaceOrder(stage.requestContext(), bench.reference(order), bench.request({}), 'stop-on-failure');
  await stage.answer('cancelReplaceOrder', answer);
  return isOpen(bench.now(order)) ? ABSENT : { state: 'works', how: 'cancels an order and places another by one request' };
}

export async function probeTestOrder(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  if (definition.testOrder === undefined) return ABSENT;
  await stage.answer('testOrder', definition.testOrder(stage.requestContext(), bench.request({})));
  return stage.truth().openOrders.length === 0 ? { state: 'works', how: 'has an order checked and not placed' } : ABSENT;
}

export async function probeTradesSince(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  if (definition.tradeUpdatesSince === undefined) return ABSENT;
  const { creationTimeMs } = await filledOrder(bench);
  const answer = definition.tradeUpdatesSince(stage.requestContext(), stage.pair, creationTimeMs - 1_000);
  const trades = await stage.answer('tradeUpdatesSince', answer);
  return trades.length > 0 ? { state: 'works', how: 'asks for all fills since a time' } : ABSENT;
}

export async function probeTradeIds(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  const order = await filledOrder(bench);
  const spell = stage.subject.spelling?.tradeId ?? String;
  const ids = new Set(stage.truth().fillSums.get(order.orderId)?.tradeIds.map(spell));
  const trades = await stage.answer(
    'allTradeUpdatesForOrder',
    definition.allTradeUpdatesForOrder(stage.requestContext(), bench.reference(order)),
  );
  return trades.some(({ tradeId }) => ids.has(tradeId)) ? { state: 'works', how: 'names each execution by the id of the venue' } : ABSENT;
}

export async function probeSynchronousCancel(bench: ProbeBench): Promise<ProbeFinding> {
  const { isDone, answer } = await canceled(bench);
  return isDone && answer.state === 'canceled' ? { state: 'works', how: 'has canceled when placeCancel answers' } : ABSENT;
}

export async function probeAsynchronousCancel(bench: ProbeBench): Promise<ProbeFinding> {
  const { isDone } = await canceled(bench);
  return isDone ? ABSENT : { state: 'works', how: 'answers placeCancel while the order is still open at the venue' };
}

/** For a connector that says it need not follow the venue's clock: whether the venue refuses what is signed by another one. */
export async function probeTimeSynchronization(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition, stage } = bench;
  stage.venue.control.skewClock(3_600_000);
  // Core asks for the time and repeats the request: that it was refused is what counts.
  await stage.answer('requestOpenOrders', definition.requestOpenOrders(stage.requestContext(), stage.pair));
  const isRefused = stage.refusals.some(({ reason }) => reason === 'timestamp-too-old' || reason === 'timestamp-too-new');
  return isRefused ? { state: 'works', how: 'is refused because of its clock when the venue has another one' } : ABSENT;
}

/** Whether the private stream tells something of this kind when an order is filled. */
export function probeStream(kind: 'trade' | 'balance'): (bench: ProbeBench) => Promise<ProbeFinding> {
  return async (bench) => {
    const { stage } = bench;
    const order = stage.present('the venue has the order', await bench.place({}));
    bench.told.length = 0;
    stage.venue.control.fillOrder(stage.account, order.clientOrderId);
    await stage.advance(5_000);
    return bench.told.includes(kind) ? { state: 'works', how: `is told a ${kind} by the private stream` } : ABSENT;
  };
}

async function filledOrder(bench: ProbeBench): Promise<VenueOrder> {
  const order = bench.stage.present('the venue has the order', await bench.place({}));
  bench.stage.venue.control.fillOrder(bench.stage.account, order.clientOrderId);
  return order;
}

async function canceled(bench: ProbeBench): Promise<{ readonly isDone: boolean; readonly answer: CanceledOrder }> {
  const { definition, stage } = bench;
  const order = stage.present('the venue has the order', await bench.place({}));
  let isDone = false;
  const answer = await stage.answer(
    'placeCancel',
    definition.placeCancel(stage.requestContext(), bench.reference(order)).then((canceledOrder) => {
      isDone = !isOpen(bench.now(order));
      return canceledOrder;
    }),
  );
  return { isDone, answer };
}
