import { type Json, START_MS } from './spot-site.ts';

export const OCO = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.5',
  listClientOrderId: 'L',
  aboveType: 'LIMIT_MAKER',
  abovePrice: '61000',
  aboveClientOrderId: 'a',
  belowType: 'STOP_LOSS_LIMIT',
  belowStopPrice: '59000',
  belowPrice: '58900',
  belowTimeInForce: 'GTC',
  belowClientOrderId: 'b',
};
const WORKING = {
  symbol: 'BTCUSDT',
  listClientOrderId: 'L',
  workingType: 'LIMIT',
  workingSide: 'BUY',
  workingPrice: '59000',
  workingQuantity: '0.5',
  workingTimeInForce: 'GTC',
  workingClientOrderId: 'w',
};
export const OTO = {
  ...WORKING,
  pendingType: 'LIMIT_MAKER',
  pendingSide: 'SELL',
  pendingPrice: '62000',
  pendingQuantity: '0.1',
  pendingClientOrderId: 'p',
};
export const OTOCO = {
  ...WORKING,
  pendingSide: 'SELL',
  pendingQuantity: '0.1',
  pendingAboveType: 'TAKE_PROFIT',
  pendingAboveStopPrice: '62000',
  pendingAboveClientOrderId: 'pa',
  pendingBelowType: 'STOP_LOSS',
  pendingBelowStopPrice: '58000',
  pendingBelowClientOrderId: 'pb',
};

export function listBody(contingencyType: string, ids: readonly string[], differences: Json = {}): Json {
  return {
    orderListId: 1,
    contingencyType,
    listStatusType: 'EXEC_STARTED',
    listOrderStatus: 'EXECUTING',
    listClientOrderId: 'L',
    transactionTime: START_MS,
    symbol: 'BTCUSDT',
    orders: ids.map((clientOrderId, index) => ({ symbol: 'BTCUSDT', orderId: index + 1, clientOrderId })),
    ...differences,
  };
}

export function listEvent(c: string, ids: readonly string[], status: readonly [string, string], atMs: number = START_MS): Json {
  const O = ids.map((id, index) => ({ s: 'BTCUSDT', i: index + 1, c: id }));
  return { e: 'listStatus', E: atMs, s: 'BTCUSDT', g: 1, c, l: status[0], L: status[1], r: 'NONE', C: 'L', T: atMs, O };
}

export const DONE = { listStatusType: 'ALL_DONE', listOrderStatus: 'ALL_DONE' };
export const STARTED = ['EXEC_STARTED', 'EXECUTING'] as const;
export const ALL_DONE = ['ALL_DONE', 'ALL_DONE'] as const;
