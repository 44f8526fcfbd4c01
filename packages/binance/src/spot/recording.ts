import type { RecordingAllowList } from '@venuekit/core/connector';

/**
 * What a recording keeps of private traffic (`user-data-stream.md`, `rest-api.md`): kinds of events, markets, sides, states, prices, amounts,
 * fees and times. Ids of orders, of trades and of the account are replaced.
 */
export const SPOT_RECORDING: RecordingAllowList = {
  members: // Events, by their letters.
    (
      'e E s S o f q p P F x X r l z L n N T w m M O Z Y Q W V u U a A b B d D k ' +
      // Orders and accounts of REST.
      'cummulativeQuoteQty selfTradePreventionMode workingTime accountType contingencyType listStatusType listOrderStatus ' +
      'makerCommission takerCommission discountAsset discount trailingDelta icebergQty'
    ).split(' '),
};
