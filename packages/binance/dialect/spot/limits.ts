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

const SECOND = { interval: 'SECOND', ms: 1_000 };
const UNITS = [{ interval: 'DAY', ms: 86_400_000 }, { interval: 'MINUTE', ms: 60_000 }, SECOND];

/** A limit's kind and window in the venue's words. */
export function windowOf({ name, intervalMs }: VenueLimit): { kind: string; interval: string; intervalNum: number } {
  const { interval, ms } = UNITS.find((unit) => intervalMs % unit.ms === 0) ?? SECOND;
  return { kind: name.startsWith('ORDERS_') ? 'ORDERS' : name, interval, intervalNum: Math.max(1, Math.round(intervalMs / ms)) };
}

export function limitRow(limit: VenueLimit): Record<string, unknown> {
  const { kind, interval, intervalNum } = windowOf(limit);
  return { rateLimitType: kind, interval, intervalNum, limit: limit.limit };
}

export function usageRows(usages: readonly Usage[], kinds: readonly string[]): readonly unknown[] {
  const rows = kinds.map((kind) => usages.filter(({ limit }) => windowOf(limit).kind === kind));
  return rows.flat().map(({ limit, used }) => ({ ...limitRow(limit), count: used }));
}

export function charging(weight: number, ...limits: readonly string[]): readonly Charge[] {
  return limits.map((limit) => ({ limit, weight }));
}

/** What a request of this weight is charged. */
export function weighing(weight: number): readonly Charge[] {
  return [...charging(weight, 'REQUEST_WEIGHT'), ...charging(1, 'RAW_REQUESTS')];
}

/** So many unfilled orders, in both windows. */
export function orderCharges(count: number): readonly Charge[] {
  return count === 0 ? [] : charging(count, 'ORDERS_10S', 'ORDERS_1D');
}

/** `X-MBX-USED-WEIGHT-…`, and with an account `X-MBX-ORDER-COUNT-…`. */
export function usageHeaders(desk: DialectDesk, orderAccount: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { limit, used } of desk.usage(orderAccount)) {
    const { kind, interval, intervalNum } = windowOf(limit);
    const window = `${intervalNum}${interval.charAt(0).toLowerCase()}`;
    if (kind === 'REQUEST_WEIGHT')
      Object.assign(headers, { 'x-mbx-used-weight': String(used), [`x-mbx-used-weight-${window}`]: String(used) });
    if (kind === 'ORDERS') headers[`x-mbx-order-count-${window}`] = String(used);
  }
  return headers;
}
