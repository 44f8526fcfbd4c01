const PERPETUALS = 'comes with the perpetuals';
const OPTIONS = 'VenueKit has no options';

const reasons = (ids: readonly string[], reason: string): readonly (readonly [string, string])[] => ids.map((id) => [id, reason]);

/** Why a known card has none of ours. One that has got a card in the meantime must go from here. */
export const UNANSWERED: ReadonlyMap<string, string> = new Map([
  ...reasons(
    Array.from({ length: 16 }, (_, index) => `HB-P-${index + 1}`),
    PERPETUALS,
  ),
  ...reasons(['NT-D50', 'NT-D51', 'NT-D52', 'NT-D53'], PERPETUALS),
  ...reasons(['NT-E06', 'NT-E61', 'NT-E71', 'NT-E80', 'NT-E82', 'NT-E86', 'NT-E87'], PERPETUALS),
  ...reasons(['NT-D62', 'NT-D63', 'NT-E90', 'NT-E91', 'NT-E92', 'NT-E94', 'NT-E96', 'NT-E101'], OPTIONS),
  ['NT-D11', 'books are told change by change; how often to look is the application’s choice'],
  ['NT-D15', 'connectors keep books as they are now; they offer no history of them'],
  ['NT-D21', 'connectors offer no history of quotes'],
  ['NT-D31', 'connectors offer no history of public trades'],
  ...reasons(['NT-D40', 'NT-D41'], 'connectors make no bars'),
  ...reasons(['NT-D71', 'NT-D72'], 'what is special to a venue is an option of its connector, tested there'),
  ...reasons(['NT-E17', 'NT-E19'], 'times in force are GTC, IOC and FOK'),
  ...reasons(['NT-E30', 'NT-E31', 'NT-E34'], 'an amendment changes the amount alone; another price is a cancel-replace'),
  ...reasons(['REC-algo-query-fails', 'REC-algo-order-triggered-in-gap', 'REC-liquidation-in-gap'], PERPETUALS),
]);
