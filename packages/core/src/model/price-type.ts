/**
 * Which price of a market: half-way between the best bid and the best ask; one of these; the price of the last public trade; the
 * price of the last fill of one of our own orders.
 */
export type PriceType = 'mid' | 'best-bid' | 'best-ask' | 'last-trade' | 'last-own-trade';
