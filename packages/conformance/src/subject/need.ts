import type { ConnectorDefinition, OrderListKind, OrderType, TimeInForce } from '@venuekit/core/connector';
import type { Dialect, DialectTrait } from '@venuekit/venue';

/** Something that not every connector has, and that a card needs. */
export type Need =
  | 'trading'
  | 'client-order-ids'
  /** A private stream tells of the account. */
  | 'private-stream'
  | 'streams-fills'
  | 'streams-balances'
  | 'trade-ids'
  | 'trades-since'
  | 'synchronous-cancel'
  | 'asynchronous-cancel'
  | 'batch-place'
  | 'batch-cancel'
  | 'cancel-all-command'
  | 'amend'
  | 'cancel-replace'
  | 'test-order'
  | 'trailing'
  | 'iceberg'
  | 'self-trade-prevention'
  | 'quote-amount'
  | 'time-synchronization'
  | 'rate-limits-told'
  | 'limit-usage-told'
  /** The venue limits how many orders an account may place. */
  | 'order-limit'
  | 'client-id-lookup'
  /** There is an order type, a time in force, an option of orders that it does not declare. */
  | 'lacks-an-order-type'
  | 'lacks-a-time-in-force'
  | 'lacks-an-option'
  | `order-type:${OrderType}`
  | `time-in-force:${TimeInForce}`
  | `order-list:${OrderListKind}`
  | `trait:${DialectTrait}`
  /** The venue is usual in this. */
  | `lacks:${DialectTrait}`;

/** Members of `OrderType` and of `TimeInForce`. */
const ORDER_TYPE_COUNT = 7;
const TIME_IN_FORCE_COUNT = 3;

/** Whether the connector (for traits: the dialect) says that it has what is needed. */
export function isDeclared(need: Need, definition: ConnectorDefinition, dialect: Pick<Dialect, 'limits' | 'traits'>): boolean {
  const { capabilities } = definition;
  switch (need) {
    case 'trading':
      return definition.isTradingRequired;
    case 'client-order-ids':
      return capabilities.supportsClientOrderIds ?? true;
    case 'private-stream':
      return capabilities.hasPrivateStream ?? true;
    case 'streams-fills':
      return isDeclared('private-stream', definition, dialect) && (capabilities.streamsFills ?? true);
    case 'streams-balances':
      return isDeclared('private-stream', definition, dialect) && (capabilities.streamsBalances ?? true);
    case 'trade-ids':
      return capabilities.hasTradeIds ?? true;
    case 'trades-since':
      return capabilities.queriesTradesSince ?? false;
    case 'synchronous-cancel':
      return definition.isCancelRequestInExchangeSynchronous;
    case 'asynchronous-cancel':
      return !definition.isCancelRequestInExchangeSynchronous;
    case 'batch-place':
      return definition.placeOrders !== undefined;
    case 'batch-cancel':
      return definition.placeCancels !== undefined;
    case 'cancel-all-command':
      return definition.cancelAllOrders !== undefined;
    case 'amend':
      return capabilities.supportsAmendKeepPriority ?? false;
    case 'cancel-replace':
      return capabilities.supportsCancelReplace ?? false;
    case 'test-order':
      return capabilities.supportsTestOrder ?? false;
    case 'trailing':
      return capabilities.supportsTrailing ?? false;
    case 'iceberg':
      return capabilities.supportsIceberg ?? false;
    case 'self-trade-prevention':
      return (capabilities.selfTradePreventionModes ?? []).length > 0;
    case 'quote-amount':
      return capabilities.supportsQuoteAmount ?? false;
    case 'time-synchronization':
      return capabilities.needsTimeSynchronization ?? true;
    case 'rate-limits-told':
      return definition.formatRateLimits !== undefined;
    case 'limit-usage-told':
      return capabilities.tellsLimitUsage ?? false;
    case 'order-limit':
      return dialect.limits.some(({ scope }) => scope === 'account');
    case 'client-id-lookup':
      return definition.requestClientOrderId !== undefined;
    case 'lacks-an-order-type':
      return new Set(capabilities.orderTypes).size < ORDER_TYPE_COUNT;
    case 'lacks-a-time-in-force':
      return new Set(capabilities.timeInForce).size < TIME_IN_FORCE_COUNT;
    case 'lacks-an-option':
      return !isDeclared('iceberg', definition, dialect) || !isDeclared('self-trade-prevention', definition, dialect);
    default:
      return isListed(need, definition, dialect);
  }
}

function isListed(need: string, { capabilities }: ConnectorDefinition, dialect: Pick<Dialect, 'limits' | 'traits'>): boolean {
  const separator = need.indexOf(':');
  const name = need.slice(separator + 1);
  if (need.startsWith('lacks:')) return !(dialect.traits ?? []).some((trait) => trait === name);
  const lists = new Map<string, readonly string[] | undefined>([
    ['order-type', capabilities.orderTypes],
    ['time-in-force', capabilities.timeInForce],
    ['order-list', capabilities.orderLists],
    ['trait', dialect.traits],
  ]);
  return lists.get(need.slice(0, separator))?.includes(name) ?? false;
}
