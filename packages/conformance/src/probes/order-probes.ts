import { Decimal, type OrderListKind, type OrderRequest, type OrderSide, type OrderType, type TimeInForce } from '@venuekit/core/connector';
import { isPriceless, type VenueOrder } from '@venuekit/venue';
import type { ProbeBench } from './probe-bench.ts';
import type { ProbeFinding } from './probe.ts';

const ABSENT: ProbeFinding = { state: 'absent' };

/** Whether `placeOrder` makes orders of this type. */
export function probeOrderType(orderType: OrderType): (bench: ProbeBench) => Promise<ProbeFinding> {
  return async (bench) =>
    found(await bench.place(orderOf(bench, orderType)), ({ type }) => type === orderType, `places an order of type ${orderType}`);
}

export function probeTimeInForce(timeInForce: TimeInForce): (bench: ProbeBench) => Promise<ProbeFinding> {
  return async (bench) =>
    found(await bench.place({ timeInForce }), (order) => order.timeInForce === timeInForce, `places an order with ${timeInForce}`);
}

export async function probeTrailing(bench: ProbeBench): Promise<ProbeFinding> {
  const { definition } = bench;
  const orderType = definition.capabilities.orderTypes.find((type) => type.startsWith('stop-loss')) ?? 'stop-loss-limit';
  const order = await bench.place({ ...orderOf(bench, orderType), trailingDelta: 200 });
  return found(order, ({ trailingDelta }) => trailingDelta === 200, 'places a trailing order');
}

export async function probeIceberg(bench: ProbeBench): Promise<ProbeFinding> {
  const icebergAmount = new Decimal(bench.stage.amount(5));
  const order = await bench.place({ amount: new Decimal(bench.stage.amount(10)), icebergAmount });
  return found(order, (placed) => placed.icebergAmount?.eq(icebergAmount) ?? false, 'places an iceberg order');
}

export async function probeSelfTradePrevention(bench: ProbeBench): Promise<ProbeFinding> {
  const rules = bench.stage.venue.world.instruments.get(bench.stage.pair)?.selfTradePrevention;
  const mode = [...(rules?.allowed ?? [])].find((allowed) => allowed !== rules?.default);
  if (mode === undefined) return { state: 'cannot-be-probed', reason: 'the market of the venue allows one mode only' };
  const order = await bench.place({ selfTradePrevention: mode });
  return found(order, ({ selfTradePrevention }) => selfTradePrevention === mode, `places an order with self-trade prevention ${mode}`);
}

export async function probeQuoteAmount(bench: ProbeBench): Promise<ProbeFinding> {
  const { stage } = bench;
  const quoteAmount = new Decimal(stage.amount()).times(stage.crossingPrice('buy')).floor();
  const order = await bench.place({ orderType: 'market', quoteAmount });
  return found(order, (placed) => placed.quoteAmount?.eq(quoteAmount) ?? false, 'places a market order by its amount in quote');
}

/** Trading itself, for a connector that says it does not trade. */
export async function probeTrading(bench: ProbeBench): Promise<ProbeFinding> {
  return found(await bench.place({}), () => true, 'places an order');
}

export async function probeClientOrderIds(bench: ProbeBench): Promise<ProbeFinding> {
  const { clientOrderId } = bench.request({});
  const order = await bench.place({ clientOrderId });
  if (order?.clientOrderId !== clientOrderId) return ABSENT;
  const { definition, stage } = bench;
  const query = definition.requestOrderStatus(stage.requestContext(), { ...bench.reference(order), exchangeOrderId: undefined });
  const { state } = await stage.answer('requestOrderStatus', query);
  return state === 'open' ? { state: 'works', how: 'asks for an order by our own id' } : ABSENT;
}

export function probeOrderList(kind: OrderListKind): (bench: ProbeBench) => Promise<ProbeFinding> {
  return async (bench) => {
    const { definition, stage } = bench;
    if (definition.placeOrderList === undefined) return ABSENT;
    const take = bench.request({ side: 'sell', orderType: 'limit-maker', price: new Decimal(stage.restingPrice('sell')) });
    const stop = bench.request(orderOf(bench, 'stop-loss-limit', 'sell'));
    const working = bench.request({ side: 'buy' });
    const orders = { oco: [take, stop], oto: [working, take], otoco: [working, take, stop] }[kind];
    await stage.answer('placeOrderList', definition.placeOrderList(stage.requestContext(), { kind, orders }));
    const isPlaced = stage.venue.world.orderLists(stage.account).some((list) => list.kind === kind);
    return isPlaced ? { state: 'works', how: `places a list of kind ${kind}` } : ABSENT;
  };
}

/** An order of a type that waits or rests, with the prices that it needs. */
function orderOf({ stage }: ProbeBench, orderType: OrderType, side: OrderSide = 'buy'): Partial<OrderRequest> {
  const isBuy = side === 'buy';
  // A stop-loss goes with the price, a take-profit against it.
  const isAbove = orderType.startsWith('stop-loss') === isBuy;
  const price = isAbove === isBuy ? stage.crossingPrice(side) : stage.restingPrice(side);
  if (orderType.startsWith('stop-loss') || orderType.startsWith('take-profit')) {
    const stopPrice = new Decimal(price);
    return isPriceless(orderType) ? { side, orderType, stopPrice } : { side, orderType, stopPrice, price: stopPrice };
  }
  return { side, orderType };
}

function found(order: VenueOrder | undefined, isIt: (order: VenueOrder) => boolean, how: string): ProbeFinding {
  return order !== undefined && isIt(order) ? { state: 'works', how } : ABSENT;
}
