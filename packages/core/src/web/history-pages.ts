import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

/** The bounds of one query, in ms of the venue's time; without an end it reaches into the future. */
export interface TimeWindow {
  readonly startMs: number;
  /** The last millisecond that counts. */
  readonly endMs: number | undefined;
}

/** Where to look for rows at a venue that answers only for spans of limited length. */
export interface HistorySpan {
  readonly sinceMs: number;
  /** The longest span of one query. */
  readonly windowMs: number;
  /** The venue's time, asked anew for each window. */
  nowMs(): number;
}

/** The first rows since a time. */
export interface RowsSince<Row> {
  readonly rows: readonly Row[];
  /** True when they are those of a window with an end, so that later ones may follow. */
  readonly isBounded: boolean;
}

/**
 * Asks window by window until one holds rows. The last window has no end, so that nothing hides behind the difference of two clocks.
 * @throws what `read` throws
 */
export async function findRowsSince<Row>(
  span: HistorySpan,
  read: (window: TimeWindow) => Promise<readonly Row[]>,
): Promise<RowsSince<Row>> {
  for (let startMs = Math.trunc(span.sinceMs); ; startMs += span.windowMs) {
    const isBounded = startMs + span.windowMs <= span.nowMs();
    const rows = await read({ startMs, endMs: isBounded ? startMs + span.windowMs - 1 : undefined });
    if (rows.length > 0 || !isBounded) return { rows, isBounded };
  }
}

/** A history whose rows have growing whole-number ids and whose pages begin at an id. */
export interface PagedHistory<Row> {
  /** How many rows a full page has; a shorter one is the last. */
  readonly pageLength: number;
  /** Where the rows come from, for errors. */
  readonly origin: string;
  /** The first page. */
  readonly first: RowsSince<Row>;
  /** The page that begins with this id. */
  readFrom(id: string): Promise<readonly Row[]>;
  /** The id of a row, in digits. */
  idOf(row: Row): string;
}

/**
 * All rows from the first page on, oldest first.
 * @throws InvalidPayloadError when an id is no whole number, or a page does not lead on: the same would be asked for ever.
 */
export async function readPagesById<Row>(history: PagedHistory<Row>): Promise<readonly Row[]> {
  const { pageLength, origin, first } = history;
  const all = [...first.rows];
  let page = first.rows;
  let mayGoOn = first.isBounded || page.length >= pageLength;
  let askedFrom = -1n;
  for (let last = page.at(-1); mayGoOn && last !== undefined; last = page.at(-1)) {
    const from = nextId(history.idOf(last), origin);
    if (from <= askedFrom) throw new InvalidPayloadError({ field: 'id', origin, expected: `at least ${askedFrom}`, received: from - 1n });
    askedFrom = from;
    page = await history.readFrom(String(from));
    all.push(...page);
    mayGoOn = page.length >= pageLength;
  }
  return all;
}

function nextId(id: string, origin: string): bigint {
  if (/^\d+$/.test(id)) return BigInt(id) + 1n;
  throw new InvalidPayloadError({ field: 'id', origin, expected: 'a whole number', received: id });
}
