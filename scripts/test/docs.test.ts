import { globSync, readFileSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { numberedMessages } from '../../docs/examples/connector-parts.ts';
import { fillBehindACut, openTestWorld, placeWithoutAnAnswer, surviveAnHourOfWeather } from '../../docs/examples/in-process-venue.ts';
import { openLoopbackWorld } from '../../docs/examples/loopback-venue.ts';
import { makeHandlers } from '../../docs/examples/msw-venue.ts';
import { openFromParts } from '../../docs/examples/open-connector.ts';
import { openWithLimits } from '../../docs/examples/own-limits.ts';
import { placeAndCancel } from '../../docs/examples/quick-start.ts';
import { connectAccounts, gateOfMarketData, openAccounts, readUsage } from '../../docs/examples/rate-limits.ts';
import { openMeasured } from '../../docs/examples/telemetry.ts';
import * as bot from '../../docs/examples/trading-bot.ts';
import { binanceSpot } from '@venuekit/binance';
import { createDepthDiff } from '@venuekit/core/connector';
import { ManualClock, createRuntime } from '@venuekit/core/testing';
import { CHECKLIST_INTERFACES, membersOf } from '../card-coverage/checklist-members.ts';
import { codeBlocks, emptyMarks, QUOTABLE, sourceOf } from '../docs/quoted-code.ts';
import { headingsOf } from '../docs/headings.ts';
import { coreRooms } from '../structure/architecture.ts';
import { networkGuard } from '../../vitest.network-guard.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root }).toSorted();

describe('the pages', () => {
  it.each(pages)(
    '%s shows code that stands in docs/examples or in the reference connector; else run node scripts/quote-docs.ts',
    (page) => {
      const text = readFileSync(join(root, page), 'utf8');
      for (const { source, code } of codeBlocks(text)) {
        expect(source, `the source of ${code}`).toMatch(QUOTABLE);
        expect(code).toBe(sourceOf(source ?? ''));
      }
      expect(emptyMarks(text)).toEqual([]);
    },
  );

  it.each(pages)('%s links to files that exist', (page) => {
    const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const missing = links.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(root, dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it.each(pages)('%s links to headings that exist', (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)].filter(([, link = '']) => !/^[a-z]+:/.test(link));
    const missing = links.filter(([, link = '', anchor = '']) => {
      const target = link === '' ? page : join(dirname(page), link);
      return target.endsWith('.md') && !headingsOf(readFileSync(join(root, target), 'utf8')).some((heading) => heading.anchor === anchor);
    });
    expect(missing.map(([all]) => all)).toEqual([]);
  });
});

describe('the index of the documentation', () => {
  it('names each page', () => {
    const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
    const listed = new Set([...index.matchAll(/\]\(([^)]+\.md)\)/g)].map(([, link = '']) => link));
    const others = globSync('**/*.md', { cwd: join(root, 'docs') }).filter((page) => page !== 'README.md');
    expect(others.length).toBeGreaterThan(15);
    expect(others.filter((page) => !listed.has(page))).toEqual([]);
  });
});

describe('the guide for authors of connectors', () => {
  const headings = new Set(
    globSync('docs/author-guide/*.md', { cwd: root })
      .filter((page) => !page.endsWith('/cards.md'))
      .flatMap((page) => headingsOf(readFileSync(join(root, page), 'utf8')).map(({ title }) => title)),
  );

  it.each(CHECKLIST_INTERFACES.map((checklist) => ({ checklist, of: checklist.name })))(
    'has a section on each member of $of',
    ({ checklist }) => {
      const members = membersOf(checklist);
      expect(members.length).toBeGreaterThanOrEqual(4);
      expect(members.filter(({ name, isOptional }) => !headings.has(isOptional ? `${name}?` : name))).toEqual([]);
    },
  );

  it('names each member of a dialect, and the whole kit', () => {
    const guide = readFileSync(join(root, 'docs/author-guide/dialect.md'), 'utf8');
    const text = readFileSync(join(root, 'packages/venue/src/dialect/dialect.ts'), 'utf8');
    const body = text.slice(text.indexOf('export interface Dialect {')).split('\n}')[0] ?? '';
    const members = [...body.matchAll(/^ {2}(?:readonly )?([a-zA-Z]+)\??[:(]/gm)].map(([, member = '']) => member);
    expect(members.length).toBeGreaterThanOrEqual(18);
    const entry = readFileSync(join(root, 'packages/venue/src/index.ts'), 'utf8');
    const kit = [...entry.matchAll(/^export \{ ([^}]+) \} from '\.\/dialect\//gm)].flatMap(([, names = '']) => names.split(', '));
    expect(kit.length).toBeGreaterThanOrEqual(12);
    expect([...members, ...kit].filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });
});

describe('the guide to the architecture', () => {
  const text = readFileSync(join(root, 'docs/guides/architecture.md'), 'utf8');

  it('names files and rooms that exist', () => {
    const homes = ['packages/core/src', 'packages/venue/src'].map((home) => join(root, home));
    const named = [...text.matchAll(/`([a-z-]+\/[a-z-]*(?:\.ts)?)`/g)].map(([, path = '']) => path);
    const others = new Set(['recording/', 'perpetual/', 'src/', 'packages/venue', 'packages/binance']);
    const missing = named.filter((path) => !others.has(path) && !homes.some((home) => existsSync(join(home, path))));
    expect(named.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });

  it('puts the rooms in the order that the lint holds', () => {
    const rooms = [...text.matchAll(/^\| ([0-4]) +\| `([a-z]+)\/`/gm)].map(([, level, name]) => `${level} ${name}`);
    const order = coreRooms.map(({ level, name }) => `${level} ${name}`).filter((room) => rooms.includes(room));
    expect(rooms.length).toBeGreaterThan(10);
    expect(rooms).toEqual(order);
  });
});

describe('the examples', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('trade on an exchange on loopback', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue(undefined);
    const { connector, close } = await openLoopbackWorld();
    await placeAndCancel(connector);
    await close();
    expect(said).toHaveBeenLastCalledWith('canceled');
  });

  it('do what a bot does', async () => {
    for (const channel of ['log', 'warn', 'info'] as const) vi.spyOn(console, channel).mockReturnValue(undefined);
    const { venue, connector, close } = await openLoopbackWorld();
    const folder = await mkdtemp(join(tmpdir(), 'venuekit-docs-'));
    const stopped = new AbortController();
    const events = bot.followOrders(connector, stopped.signal);
    await bot.waitUntilReady(connector);
    expect(connector.ready).toBe(true);
    const mids = bot.followBook(connector, stopped.signal);
    const moved = new Promise((resolve) => void connector.on('book-updated', resolve));
    expect(bot.readBook(connector)).toMatch(/^\d+ \/ \d+, exactly \d+, 0\.5 BTC for [\d.]+ each$|deep enough/);
    expect(bot.readBalances(connector)).toBe('1000000 of 1000000');
    expect(bot.watchNetwork(connector)).toBe('connected true well');
    expect(bot.readPrices(connector)).toHaveLength(3);
    expect(bot.readPrices(connector)[0]).toBeDefined();
    expect(bot.fitIntoBudget(connector)).toEqual([expect.stringMatching(/^\d+(\.\d+)?$/u), '10']);
    const ofOneBook = bot.followOneBook(connector, stopped.signal);

    const ids = await bot.trade(connector);
    expect(ids).toHaveLength(4);
    expect(venue.world.openOrders('alice')).toEqual([]);
    expect(await bot.waitForEnd(connector, ids[0] ?? '')).toBe('canceled: 0 for nothing');
    expect(await bot.waitForEnd(connector, ids[3] ?? '')).toMatch(/^filled: 0\.01 for [\d.]+$/);
    expect(await bot.askVenue(connector)).toBe('answered');

    await bot.saveOrders(connector, join(folder, 'orders.json'));
    await moved;
    stopped.abort();
    expect(await events).toContain('order-created');
    expect(await ofOneBook).toBeGreaterThan(0);
    expect(await mids).toBeGreaterThan(0);
    const restarted = openFromParts();
    await bot.restoreOrders(restarted, join(folder, 'orders.json'));
    expect(Object.keys(restarted.trackingStates).toSorted()).toEqual(ids.toSorted());
    await rm(folder, { recursive: true });
    await close();
    expect(await bot.askVenue(connector)).not.toBe('answered');
  });

  it('share the limits of an address, and keep those of accounts and connections apart', () => {
    const [main, hedge] = openAccounts({ ...createRuntime(), clock: new ManualClock() });
    if (main === undefined || hedge === undefined) throw new Error('there should be two accounts');
    for (let order = 0; order < 100; order += 1) expect(main.tryAcquire('place')).toBe(true);
    expect(main.tryAcquire('place')).toBe(false);
    expect(hedge.tryAcquire('place')).toBe(true);
    expect(hedge.usage().find(({ limitId }) => limitId === 'weight')?.used).toBe(101);
    const { signal } = new AbortController();
    for (const gate of [gateOfMarketData(main), gateOfMarketData(main)]) {
      for (let frame = 0; frame < 5; frame += 1) expect(gate('send', signal)).toBeUndefined();
    }
    const definition = binanceSpot({ tradingPairs: ['BTC-USDT'] });
    const [one, other] = connectAccounts(
      new Map([
        ['main', definition],
        ['hedge', definition],
      ]),
      { ...createRuntime(), clock: new ManualClock() },
    );
    const holders = [one, other].map((connector) => connector?.rateLimitUsage().find(({ scope }) => scope === 'account')?.holder);
    expect(holders).toEqual(['main', 'hedge']);
    const response = { status: 200, headers: new Map([['x-used-weight', '17']]), text: '', origin: '', receivedWallMs: 0 };
    expect(readUsage(response)).toEqual([{ limitId: 'weight', used: 17 }]);
  });

  it('lose nothing behind a cut, a lost answer, or an hour of bad weather', { timeout: 30_000 }, async () => {
    await expect(fillBehindACut()).resolves.toBeUndefined();
    await expect(placeWithoutAnAnswer()).resolves.toBeUndefined();
    await expect(surviveAnHourOfWeather()).resolves.toBeUndefined();
  });

  it('open a world of their own each time', async () => {
    const { connector, close } = await openTestWorld();
    expect(connector.ready).toBe(true);
    await close();
  });

  it('answer a program through msw', async () => {
    networkGuard.use(...makeHandlers());
    const reply = await fetch('https://api.binance.com/api/v3/time');
    expect(await reply.json()).toEqual({ serverTime: Date.UTC(2026, 0, 1) });
  });

  it('make a connector for the real exchange without touching the network', () => {
    expect(openFromParts().name).toBe('binance');
    expect(openWithLimits().name).toBe('binance-testnet');
  });

  it('make a connector that is measured', () => {
    const { connector, end } = openMeasured();
    expect(connector.name).toMatch(/^binance/);
    expect(end()).toBeUndefined();
  });

  it('judge sequences as they say', () => {
    const diff = createDepthDiff('BTC-USDT');
    diff.firstUpdateId = 8;
    diff.lastUpdateId = 8;
    expect([6, 7, 8].map((last) => numberedMessages.afterDiff(last, diff))).toEqual(['gap', 'apply', 'stale']);
    expect([6, 7, 8].map((last) => numberedMessages.afterSnapshot(last, diff))).toEqual(['gap', 'apply', 'stale']);
    expect([6, 7].map((last) => numberedMessages.isSnapshotTooOld(last, diff))).toEqual([true, false]);
  });
});
