import type { DialectDesk } from '../dialect/dialect.ts';
import type { Charge, LimitKind, VenueLimit } from '../dialect/limit.ts';
import type { Operation } from '../dialect/operation.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** What requests cost, and how the venue tells it. */
export interface Limits {
  readonly limits: readonly VenueLimit[];
  readonly headers: (desk: DialectDesk, account: string | undefined) => Readonly<Record<string, string>>;
  readonly refusalHeaders: (refusal: Refusal) => Readonly<Record<string, string>>;
  /** What of a refusal is told. */
  readonly told: (refusal: Refusal) => Refusal;
}

export const WEIGHT: readonly Charge[] = [{ limit: 'weight', weight: 1 }];

export function chargesOf(operation: Operation): readonly Charge[] {
  if (operation.kind === 'place') return [...WEIGHT, { limit: 'orders', weight: 1 }];
  if (operation.kind === 'place-many') return [...WEIGHT, { limit: 'orders', weight: operation.tickets.length }];
  return WEIGHT;
}

const KINDS: Readonly<Record<NonNullable<PlainShape['limits']>, LimitKind>> = {
  fixed: 'fixed',
  rolling: 'rolling',
  decaying: 'decaying',
  headers: 'from-first-use',
};

/**
 * `weight`, 1,200 a minute and address, one a request; `orders`, 100 in ten seconds and account, one an order. Counted in windows of the
 * venue's clock, or `rolling`, or by a `decaying` counter that falls by so much in that time. Each reply says `plain-used:
 * weight=7/1200;orders=0/100`, a refusal `retry-after` seconds. `headers`: windows begin with their first request, and each reply says
 * `plain-limit-weight: 1200`, `plain-remaining-weight: 1193` and `plain-reset-weight` (when the window ends, in ms of the venue's time), and so
 * of `orders` in those that are signed; nothing else says when to come again.
 */
export function limitsOf({ limits = 'fixed' }: PlainShape): Limits {
  const kind = KINDS[limits];
  const all: readonly VenueLimit[] = [
    { name: 'weight', scope: 'address', kind, limit: 1_200, intervalMs: 60_000 },
    { name: 'orders', scope: 'account', kind, limit: 100, intervalMs: 10_000 },
  ];
  if (limits === 'headers') {
    return { limits: all, headers: windowHeaders, refusalHeaders: () => ({}), told: ({ reason, detail }) => new Refusal(reason, detail) };
  }
  return {
    limits: all,
    told: (refusal) => refusal,
    headers: (desk, account) => ({ 'plain-used': desk.usage(account).map(usedText).join(';') }),
    refusalHeaders: ({ retryAfterMs }) => (retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
  };
}

function usedText({ limit, used }: { readonly limit: VenueLimit; readonly used: number }): string {
  return `${limit.name}=${Math.ceil(used)}/${limit.limit}`;
}

function windowHeaders(desk: DialectDesk, account: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    desk.usage(account).flatMap(({ limit, used, resetsInMs }) => [
      [`plain-limit-${limit.name}`, String(limit.limit)],
      [`plain-remaining-${limit.name}`, String(limit.limit - used)],
      [`plain-reset-${limit.name}`, String(desk.nowMs() + resetsInMs)],
    ]),
  );
}
