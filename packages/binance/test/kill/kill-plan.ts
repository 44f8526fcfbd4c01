/** The moments at which a program can be killed by name. */
const TRADE_BOUNDARIES = [
  'before-intent-commit',
  'after-intent-commit',
  'before-place-request',
  'after-place-answer',
  'before-fill-commit',
  'after-fill-commit',
  'before-emit',
  'after-emit',
  'before-delivered-commit',
  'after-delivered-commit',
  'before-cancel-commit',
  'after-cancel-commit',
  'before-cancel-request',
  'after-cancel-answer',
] as const;
const START_BOUNDARIES = ['store-opened', 'telling-again', 'reconciling'] as const;
const STOP_BOUNDARIES = ['before-store-closed'] as const;

export type Boundary = (typeof TRADE_BOUNDARIES)[number] | (typeof START_BOUNDARIES)[number] | (typeof STOP_BOUNDARIES)[number];

/** When one life of the program ends: at the first such boundary, or at the moment of this number, counted from the start or from when it trades. */
export type Death =
  | { readonly phase: 'start' | 'trade' | 'stop'; readonly boundary: Boundary }
  | { readonly phase: 'start' | 'trade'; readonly moment: number };

/** What one life of the program is given. */
export interface LifePlan {
  /** The file of the store. */
  readonly path: string;
  readonly rest: string;
  readonly streams: string;
  readonly wsApi: string;
  readonly seed: number;
  /** Undefined: it is stopped in good order as soon as it knows what the venue knows. */
  readonly death: Death | undefined;
}

/** What an order event says, as far as it is compared. */
export interface ToldEvent {
  readonly type: string;
  readonly clientOrderId: string;
  /** Order and trade of a fill. */
  readonly fill: string | undefined;
  readonly sequence: number | undefined;
  readonly replayed: boolean;
}

/** What the program knows. */
export interface KnownState {
  readonly isReady: boolean;
  /** Orders that the venue has to answer for. */
  readonly undecided: number;
  /** Open orders: client id, exchange id, executed amount. */
  readonly open: readonly string[];
  /** Asset, available, total. */
  readonly balances: readonly string[];
}

/** What the program says, a line each. */
export type Saying =
  | { readonly say: 'told'; readonly event: ToldEvent }
  | { readonly say: 'state'; readonly state: KnownState }
  /** Asks the market to execute an order, wholly or in a part. */
  | { readonly say: 'fill'; readonly clientOrderId: string; readonly amount: string | undefined }
  | { readonly say: 'failure'; readonly message: string };

/** What the program is told, a line each: to begin to trade, or to stop. */
export type Order = 'trade' | 'stop';

/** Each named boundary once. Events that are told again are there after a death between telling and marking. */
export function namedDeaths(): Death[] {
  const deaths: Death[] = TRADE_BOUNDARIES.map((boundary) => ({ phase: 'trade', boundary }));
  const told = deaths.findIndex((death) => 'boundary' in death && death.boundary === 'after-emit');
  deaths.splice(told + 1, 0, { phase: 'start', boundary: 'telling-again' });
  deaths.push({ phase: 'start', boundary: 'store-opened' }, { phase: 'start', boundary: 'reconciling' });
  deaths.push({ phase: 'stop', boundary: 'before-store-closed' });
  return deaths;
}
