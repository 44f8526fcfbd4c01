import type { TradingPair } from '@venuekit/core/connector';
import { plainDialect, type Dialect } from '@venuekit/venue';
import { beforeAll, describe, expect, it } from 'vitest';
import { replayToConnector } from '../../src/recording/connector-replay.ts';
import { replayToDialect } from '../../src/recording/dialect-replay.ts';
import { recordEmbedded } from '../../src/recording/embedded-recording.ts';
import { streamsOf, type Recording } from '../../src/recording/recording.ts';
import { witnessVerdict } from '../../src/recording/witness-verdict.ts';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

const PAIRS: readonly TradingPair[] = ['BTC-USDT', 'ETH-USDT'];
let recording: Recording;

beforeAll(async () => {
  const run = await recordEmbedded({ subject: tinySubject, tradingPairs: PAIRS });
  expect(run.failure).toBeUndefined();
  recording = run.recording;
});

/** The recording with its bodies and frames changed. */
function changed(change: (text: string) => string): Recording {
  const events = recording.events.map((event) => {
    if (event.type === 'reply') return { ...event, body: change(event.body) };
    return event.type === 'frame' && 'text' in event ? { ...event, text: change(event.text) } : event;
  });
  return { ...recording, events };
}

function withDialect(change: (dialect: Dialect) => Partial<Dialect>): ConformanceSubject {
  return {
    ...tinySubject,
    dialect: () => {
      const dialect = plainDialect();
      return { ...dialect, ...change(dialect) };
    },
  };
}

describe('a recorded run of a connector on its dialect', () => {
  it('is whole, and no witness of a real venue', () => {
    expect(recording.problems).toEqual([]);
    expect(recording.header).toMatchObject({ source: { kind: 'embedded' }, connector: { name: 'plain-custom', tradingPairs: PAIRS } });
    const verdict = witnessVerdict(recording, { nowMs: recording.header.startedMs, maximumAgeDays: 30 });
    expect(verdict).toEqual({ counts: false, reason: expect.stringContaining('simulated') });
  });

  it('shows no key and no signature', () => {
    const text = JSON.stringify(recording.events);
    expect(text).not.toContain('k'.repeat(8));
    expect(text).not.toContain('s'.repeat(8));
    const signatures = recording.events.flatMap((event) => (event.type === 'request' ? [event.headers['plain-signature'] ?? 'x'] : []));
    expect(signatures.join('')).toMatch(/^x+$/);
  });

  it('is understood by the connector again: books, trades, rules, balances and orders', async () => {
    const replay = await replayToConnector(recording, { subject: tinySubject });
    expect(replay).toMatchObject({ problems: [], unanswered: [], disagreements: [], tradingRules: 3 });
    expect(replay.books.map(({ tradingPair, state }) => `${tradingPair} ${state}`)).toEqual(['BTC-USDT live', 'ETH-USDT live']);
    for (const { bids, asks, updateId } of replay.books) expect(Math.min(bids, asks, updateId)).toBeGreaterThan(0);
    expect(replay.trades).toBeGreaterThan(0);
    expect([...replay.balances.keys()]).toEqual(expect.arrayContaining(['BTC', 'ETH', 'USDT']));
    expect(replay.privateUpdates.get('trade')).toBe(2);
    expect(replay.unasked).toContain('POST /orders');
  });

  it('is answered alike by the dialect', async () => {
    const replay = await replayToDialect(recording, { subject: tinySubject });
    expect(replay).toMatchObject({ differences: [], uncovered: [], agrees: true });
    expect(replay.compared).toEqual(
      expect.arrayContaining([
        'GET /book/* 200',
        'POST /orders 200',
        'public frame topic=book.*.100',
        'private frame topic=account event=balances',
      ]),
    );
  });

  it('of public data alone needs no keys', async () => {
    const { recording: quiet } = await recordEmbedded({ subject: tinySubject, tradingPairs: ['ETH-BTC'], hasCredentials: false });
    const replay = await replayToConnector(quiet, { subject: tinySubject });
    expect(replay).toMatchObject({ disagreements: [], privateUpdates: new Map() });
    expect((await replayToDialect(quiet, { subject: tinySubject })).agrees).toBe(true);
  });
});

describe('a recording in which sockets were lost', () => {
  it.each([{ kind: 'without-close-frame' }, { kind: 'close-frame', code: 1_001, reason: 'going away' }] as const)(
    'is lived through again: $kind',
    async (manner) => {
      const { recording: shaken, failure } = await recordEmbedded({
        subject: tinySubject,
        tradingPairs: PAIRS,
        before: async (stage) => {
          expect(stage.venue.control.cutSockets({}, manner)).toBe(2);
          await stage.advance(30_000);
          stage.tradeByStranger('buy', stage.amount());
          await stage.advance(5_000);
        },
      });
      expect(failure).toBeUndefined();
      expect(streamsOf(shaken).map(({ isClosedMidway }) => isClosedMidway)).toEqual([true, true, false, false]);
      const replay = await replayToConnector(shaken, { subject: tinySubject });
      expect(replay.disagreements).toEqual([]);
      expect(replay.unasked.filter((asked) => asked.startsWith('socket'))).toEqual([]);
      expect(replay.books.every(({ state }) => state === 'live')).toBe(true);
    },
  );
});

describe('a connector that does not agree with a recording', () => {
  it('names what it cannot read, and the books that are not live', async () => {
    const replay = await replayToConnector(
      changed((text) => text.replaceAll('"updateId"', '"sequence"').replaceAll('"event":"balances"', '"event":"funds"')),
      { subject: tinySubject },
    );
    expect(replay.disagreements).toEqual(
      expect.arrayContaining([
        'the book of BTC-USDT is syncing after the last frame, not live',
        expect.stringMatching(/could not be used|could not use what was recorded: private: .*event/),
      ]),
    );
  });

  it('names what it asks for and the recording does not hold', async () => {
    const events = recording.events.filter((event) => event.type === 'reply' || !('url' in event) || !/markets|stream/.test(event.url));
    const replay = await replayToConnector({ ...recording, events }, { subject: tinySubject });
    expect(replay.unanswered).toContain('GET /markets');
    expect(replay.disagreements).toEqual(expect.arrayContaining(['the connector read no trading rule']));
    const unfollowed = await replayToConnector(recording, { subject: tinySubject, tradingPairs: [] });
    expect(unfollowed.disagreements).toContain('no market was followed: say which, the recording does not');
  });

  it('names sockets that the recording does not hold', async () => {
    const events = recording.events.filter(({ connection }) => !connection.startsWith('socket'));
    expect((await replayToConnector({ ...recording, events }, { subject: tinySubject })).unanswered).toContain('socket /');
  });

  it('may number its requests otherwise than it did when it was recorded', async () => {
    const other = changed((text) => text.replace(/"id":(\d+)/, '"id":10$1'));
    expect((await replayToConnector(other, { subject: tinySubject })).disagreements).toEqual([]);
  });
});

describe('a dialect that does not agree with a recording', () => {
  it('is told the endpoint, the key and the difference', async () => {
    const subject = withDialect((dialect) => ({
      encodeReply: (...given) => {
        const reply = dialect.encodeReply(...given);
        return { ...reply, body: reply.body.replace('"minNotional"', '"least"').replaceAll(/"free":"(\d+)[\d.]*"/g, '"free":$1') };
      },
    }));
    const { differences, agrees } = await replayToDialect(recording, { subject });
    expect(agrees).toBe(false);
    expect(differences).toEqual([
      expect.stringContaining('the connector cannot be driven on this dialect: '),
      'GET /markets 200: markets[].minNotional is missing in 1 of 3, in the recording it is always there',
      expect.stringMatching(/^GET \/balances 200: balances\[\]\.free is a number, in the recording a text$/),
    ]);
  });

  it('is told events of another form, another order, and those that it never tells', async () => {
    const lowerTimes = await replayToDialect(
      changed((text) => text.replaceAll(/"time":(\d{10})\d{3}/g, '"time":$1')),
      { subject: tinySubject },
    );
    expect(lowerTimes.differences.join('\n')).toMatch(
      /public frame topic=trades\.\*: time is a time in milliseconds, in the recording in seconds/,
    );
    const silent = await replayToDialect(recording, { subject: withDialect(() => ({ encodeTrade: () => '{"topic":"odd"}' })) });
    expect(silent.uncovered).toEqual(['public frame topic=trades.*']);
    expect(silent.agrees).toBe(false);
    const renamed = changed((text) => (text.includes('"kind":"new"') ? text.replace('"event":"order"', '"event":"balances"') : text));
    expect((await replayToDialect(renamed, { subject: tinySubject })).uncovered).toEqual([
      'private frame topic=account event=balances kind=new',
    ]);
  });

  it('may be compared with parts left out', async () => {
    const other = changed((text) => text.replaceAll(/"minNotional":"([\d.]+)"/g, '"minNotional":$1'));
    expect((await replayToDialect(other, { subject: tinySubject })).agrees).toBe(false);
    const ignoring = await replayToDialect(other, {
      subject: tinySubject,
      symbols: ['btc_usdt'],
      comparison: { extraKeys: 'named', ignore: ['markets[].minNotional'] },
    });
    expect(ignoring).toMatchObject({ differences: [], agrees: true });
  });
});
