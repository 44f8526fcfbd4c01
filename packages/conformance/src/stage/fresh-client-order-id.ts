import type { CardStage } from '../card/card-stage.ts';

/** An id as the connector makes them, of which it knows no order. */
export async function freshClientOrderId(stage: CardStage): Promise<string> {
  // An order without an amount is denied before anything is sent or tracked.
  const nothing = { tradingPair: stage.pair, side: 'buy', orderType: 'limit', amount: '0', price: stage.restingPrice('buy') } as const;
  const { clientOrderId } = await stage.answer('the test of an order without an amount', stage.connector.testOrder(nothing));
  return clientOrderId;
}
