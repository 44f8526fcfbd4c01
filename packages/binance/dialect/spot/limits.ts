import type { Charge, DialectDesk, Usage, VenueLimit } from '@venuekit/venue';

/** The budgets of `enums.md` and of the REST API's `exchangeInfo`; connections count for each of the two socket services. */
export const SPOT_LIMITS: readonly VenueLimit[] = [
  { name: 'REQUEST_WEIGHT', scope: 'address', limit: 6_000, intervalMs: 60_000 },
  { name: 'ORDERS_10S', scope: 'account', limit: 100, intervalMs: 10_000 },
  { name: 'ORDERS_1D', scope: 'account', limit: 200_000, intervalMs: 86_400_000 },
  { name: 'RAW_REQUESTS', scope: 'address', limit: 300_000, intervalMs: 300_000 },
  { name: 'CONNECTIONS', scope: 'address', limit: 300, intervalMs: 300_000 },
  { name: 'STREAM_CONNECTIONS', scope: 'address', limit: 300, intervalMs: 300_000 },
];

const UNITS = [
  { interval: 'DAY', letter: 'D', ms: 86_400_000 },
  { interval: 'MINUTE', letter: 'M', ms: 60_000 },
  { interval: 'SECOND', letter: 'S', ms: 1_000 },
] as const;

/** A limit's kind and window in the venue's words. */
export function windowOf({ name, intervalMs }: VenueLimit): { kind: string; interval: string; intervalNum: number; letter: string } {
  const unit = UNITS.find(({ ms }) => intervalMs % ms === 0) ?? UNITS[2];
  const kind = name.startsWith('ORDERS_') ? 'ORDERS' : name;
  return { kind, interval: unit.interval, intervalNum: Math.max(1, Math.round(intervalMs / unit.ms)), letter: unit.letter };
}

export function limitRow(limit: VenueLimit): Record<string, unknown> {
  const { kind, interval, intervalNum } = windowOf(limit);
  return { rateLimitType: kind, interval, intervalNum, limit: limit.limit };
}

export function usageRows(usages: readonly Usage[], kinds: readonly string[]): readonly unknown[] {
  const rows = kinds.map((kind) => usages.filter(({ limit }) => windowOf(limit).kind === kind));
  return rows.flat().map(({ limit, used }) => ({ ...limitRow(limit), count: used }));
}

/** What a request of this weight is charged. */
export function weighing(weight: number): readonly Charge[] {
  return [
    { limit: 'REQUEST_WEIGHT', weight },
    { limit: 'RAW_REQUESTS', weight: 1 },
  ];
}

/** So many unfilled orders, in both windows. */
export function orderCharges(count: number): readonly Charge[] {
  if (count === 0) return [];
  return [
    { limit: 'ORDERS_10S', weight: count },
    { limit: 'ORDERS_1D', weight: count },
  ];
}

/** The first window that has no room for one more unfilled order. */
export function exhaustedOrderLimit(desk: DialectDesk, account: string): VenueLimit | undefined {
  return desk.usage(account).find(({ limit, used }) => windowOf(limit).kind === 'ORDERS' && used >= limit.limit)?.limit;
}

/** `X-MBX-USED-WEIGHT-…`, and with an account `X-MBX-ORDER-COUNT-…`. */
export function usageHeaders(desk: DialectDesk, orderAccount: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { limit, used } of desk.usage(orderAccount)) {
    const { kind, intervalNum, letter } = windowOf(limit);
    if (kind === 'REQUEST_WEIGHT') {
      headers['x-mbx-used-weight'] = String(used);
      headers[`x-mbx-used-weight-${intervalNum}${letter.toLowerCase()}`] = String(used);
    } else if (kind === 'ORDERS') {
      headers[`x-mbx-order-count-${intervalNum}${letter.toLowerCase()}`] = String(used);
    }
  }
  return headers;
}
