/**
 * How a venue counts. `fixed`: in windows of its own clock (minute :00 to :59 and so on). `rolling`: within any `intervalMs`. `decaying`: a
 * counter that falls evenly, from `limit` to 0 within `intervalMs`. `from-first-use`: in windows that begin with the first charge after the
 * last one has ended.
 */
export type LimitKind = 'fixed' | 'rolling' | 'decaying' | 'from-first-use';

/** A budget that the venue keeps. */
export interface VenueLimit {
  readonly name: string;
  /** Per client address or per account. */
  readonly scope: 'address' | 'account';
  /** Default `fixed`. */
  readonly kind?: LimitKind;
  readonly limit: number;
  readonly intervalMs: number;
}

/** What an operation costs. */
export interface Charge {
  readonly limit: string;
  readonly weight: number;
}

/** How much of a limit is used now. */
export interface Usage {
  readonly limit: VenueLimit;
  readonly used: number;
  /** Venue ms until all of it is free again when nothing more is used; 0 for an empty window that begins with its first use. */
  readonly resetsInMs: number;
}
