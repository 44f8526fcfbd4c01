import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRowsSince, readPagesById, type TimeWindow } from '../../src/web/history-pages.ts';

const NOW_MS = 1_000_000;
const WINDOW_MS = 1_000;

interface Row {
  readonly id: string;
  readonly timeMs: number;
}

/** A venue that answers by time, within a limited span, and by id. */
function historyOf(rows: readonly Row[], pageLength: number) {
  const asked: TimeWindow[] = [];
  const readWindow = async (window: TimeWindow): Promise<readonly Row[]> => {
    asked.push(window);
    const { startMs, endMs = Number.POSITIVE_INFINITY } = window;
    return rows.filter(({ timeMs }) => timeMs >= startMs && timeMs <= endMs).slice(0, pageLength);
  };
  const readFrom = async (id: string): Promise<readonly Row[]> => rows.filter((row) => BigInt(row.id) >= BigInt(id)).slice(0, pageLength);
  return { asked, readWindow, readFrom };
}

function row(id: string, timeMs: number): Row {
  return { id, timeMs };
}

const idOf = ({ id }: Row): string => id;

describe('the first rows since a time', () => {
  test('of a short span need one query, open to the future', async () => {
    const { asked, readWindow } = historyOf([row('1', NOW_MS)], 10);
    const found = await findRowsSince({ sinceMs: NOW_MS - 10.5, windowMs: WINDOW_MS, nowMs: () => NOW_MS }, readWindow);
    expect(found).toEqual({ rows: [row('1', NOW_MS)], isBounded: false });
    expect(asked).toEqual([{ startMs: NOW_MS - 11, endMs: undefined }]);
  });

  test('are found window by window, with no millisecond between them', async () => {
    const { asked, readWindow } = historyOf([row('1', NOW_MS - 1_500)], 10);
    const found = await findRowsSince({ sinceMs: NOW_MS - 3_500, windowMs: WINDOW_MS, nowMs: () => NOW_MS }, readWindow);
    expect(found.isBounded).toBe(true);
    expect(asked).toEqual([
      { startMs: NOW_MS - 3_500, endMs: NOW_MS - 2_501 },
      { startMs: NOW_MS - 2_500, endMs: NOW_MS - 1_501 },
      { startMs: NOW_MS - 1_500, endMs: NOW_MS - 501 },
    ]);
  });

  test('are none after the open window', async () => {
    const { asked, readWindow } = historyOf([], 10);
    await expect(findRowsSince({ sinceMs: NOW_MS - 2_000, windowMs: WINDOW_MS, nowMs: () => NOW_MS }, readWindow)).resolves.toEqual({
      rows: [],
      isBounded: false,
    });
    expect(asked.at(-1)?.endMs).toBeUndefined();
    expect(asked).toHaveLength(3);
  });
});

describe('pages by id', () => {
  test('follow one another while they are full, with ids beyond 2^53', async () => {
    const rows = ['9007199254740993', '9007199254740995', '9007199254740996'].map((id) => row(id, 0));
    const { readFrom } = historyOf(rows, 2);
    const asked: string[] = [];
    const found = await readPagesById({
      pageLength: 2,
      origin: 'trades',
      first: { rows: rows.slice(0, 2), isBounded: false },
      readFrom: (id) => {
        asked.push(id);
        return readFrom(id);
      },
      idOf,
    });
    expect([found, asked]).toEqual([rows, ['9007199254740996']]);
  });

  test.each([
    ['that do not lead on', [row('1', 0), row('2', 0)], 'at least'],
    ['with an id that is no whole number', [row('x', 0), row('y', 0)], 'a whole number'],
  ])('%s are not asked for ever', async (_case, page, message) => {
    const history = { pageLength: 2, origin: 'trades BTC-USDT', first: { rows: page, isBounded: false }, readFrom: async () => page, idOf };
    await expect(readPagesById(history)).rejects.toMatchObject({ code: 'INVALID_PAYLOAD', field: 'id', origin: 'trades BTC-USDT' });
    await expect(readPagesById(history)).rejects.toThrow(message);
  });

  test('after the first rows since a time hold every later row once, in order, whatever the history', async () => {
    const gaps = fc.array(fc.record({ id: fc.integer({ min: 1, max: 5 }), timeMs: fc.integer({ min: 0, max: 3_000 }) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 4 }), async (steps, pageLength) => {
        const rows: Row[] = [];
        for (const step of steps) {
          const last = rows.at(-1) ?? row('0', NOW_MS - 20_000);
          rows.push(row(String(Number.parseInt(last.id, 10) + step.id), Math.min(last.timeMs + step.timeMs, NOW_MS)));
        }
        const { readWindow, readFrom } = historyOf(rows, pageLength);
        const sinceMs = NOW_MS - 15_000;
        const first = await findRowsSince({ sinceMs, windowMs: WINDOW_MS, nowMs: () => NOW_MS }, readWindow);
        const found = await readPagesById({ pageLength, origin: 'trades', first, readFrom, idOf });
        expect(found).toEqual(rows.filter(({ timeMs }) => timeMs >= sinceMs));
      }),
    );
  });
});
