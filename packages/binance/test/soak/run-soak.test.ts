import { Decimal, VenueRejection, type ConnectorDefinition } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { EventLaws } from './event-laws.ts';
import { makePlan } from './make-plan.ts';
import { readPlan } from './read-plan.ts';
import { runSoak } from './run-soak.ts';
import { shrinkPlan } from './shrink-plan.ts';
import { stepCount } from './soak-plan.ts';

/** A connector with the oldest mistake of all: an order whose placing got no answer counts as refused. */
function takingSilenceForNo(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    placeOrder: async (context, order) => {
      try {
        return await definition.placeOrder(context, order);
      } catch {
        throw new VenueRejection({ reason: 'other', status: 400, venueCode: '', venueMessage: 'no answer' });
      }
    },
  };
}

/** A connector that finds no fill that the stream has not told. */
function askingForNoFill(definition: ConnectorDefinition): ConnectorDefinition {
  return { ...definition, allTradeUpdatesForOrder: () => Promise.resolve([]), tradeUpdatesSince: () => Promise.resolve([]) };
}

describe('a soak run', { timeout: 60_000 }, () => {
  it('tells the same story for the same seed, and another one for another', async () => {
    const plan = makePlan({ seed: 5, hours: 4 });
    const [first, second] = [await runSoak(plan), await runSoak(plan)];
    expect(second).toEqual(first);
    expect(first).toMatchObject({ failure: undefined, quietPoints: 2 });
    expect((await runSoak(makePlan({ seed: 6, hours: 4 }))).traceHash).not.toBe(first.traceHash);
  });

  it('tells the same story from a plan that was written down', async () => {
    const plan = makePlan({ seed: 8, hours: 2 });
    const again = readPlan(JSON.stringify({ plan }));
    expect((await runSoak(again)).traceHash).toBe((await runSoak(plan)).traceHash);
    expect(() => readPlan('{}')).toThrow('no soak plan');
  });

  it('tells the same story while a timeline is kept', async () => {
    const plan = makePlan({ seed: 9, hours: 2 });
    expect((await runSoak(plan, { timelineMs: 60_000 })).traceHash).toBe((await runSoak(plan)).traceHash);
  });

  it('meets every kind of fault and action within some seeds', () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1) {
      for (const { action } of makePlan({ seed, hours: 6 }).rounds.flatMap(({ steps }) => steps)) {
        kinds.add(action.kind === 'fault' ? `${action.rule.on} ${action.rule.action.kind}` : action.kind);
      }
    }
    expect([...kinds].toSorted()).toMatchInlineSnapshot(`
      [
        "announce-closing",
        "ban",
        "cancel",
        "cancel-all",
        "crash",
        "cut",
        "deposit",
        "frame corrupt",
        "frame cut",
        "frame delay",
        "frame drop",
        "frame duplicate",
        "frame fall-silent",
        "frame reorder",
        "frame skip",
        "halt",
        "handshake accept-then-cut",
        "handshake accept-then-fall-silent",
        "handshake answer",
        "handshake hang",
        "handshake reset",
        "http answer",
        "http delay",
        "http execute-then-answer",
        "http execute-then-cut-body",
        "http execute-then-garbage",
        "http execute-then-hang",
        "http execute-then-reset",
        "http execute-then-truncate",
        "http hang",
        "http refuse",
        "http reset",
        "jump-ours",
        "latency",
        "maker",
        "outage",
        "pause",
        "place",
        "skew-venue",
        "skip-update-id",
        "socket-request execute-then-cut",
        "socket-request execute-then-ignore",
        "socket-request ignore",
        "terminate-private",
        "venue-cancel",
        "venue-fill",
      ]
    `);
  });
});

describe('a broken connector', { timeout: 120_000 }, () => {
  const cases = [
    { name: 'takes silence for a no', wrapDefinition: takingSilenceForNo, law: 'failed although the venue knows it' },
    { name: 'asks for no missing fill', wrapDefinition: askingForNoFill, law: 'fills differ' },
  ];

  it.each(cases)('that $name is found, and the plan is shrunk to what shows it', async ({ wrapDefinition, law }) => {
    const plan = makePlan({ seed: 3, hours: 8 });
    const { failure } = await runSoak(plan, { wrapDefinition });
    expect(failure?.law).toBe(law);
    const shrunk = await shrinkPlan(plan, law, failure?.round ?? 0, { maximumRuns: 80 }, { wrapDefinition });
    expect(stepCount(shrunk.plan)).toBeLessThanOrEqual(6);
    const replay = await runSoak(shrunk.plan, { wrapDefinition, timelineMs: 3_600_000 });
    expect(replay.failure?.law).toBe(law);
    const sources = new Set(replay.failure?.timeline.map((line) => /^\S+\s+(\S+)\s+\|/.exec(line)?.[1]));
    expect([...sources]).toEqual(expect.arrayContaining(['ours', 'plan', 'venue', 'wire']));
    await expect(runSoak(shrunk.plan)).resolves.toMatchObject({ failure: undefined });
  });
});

describe('the laws of one order', () => {
  const base = {
    clientOrderId: 'a',
    exchangeOrderId: '1',
    tradingPair: 'BTC-USDT',
    side: 'buy',
    orderType: 'limit',
    positionAction: 'nil',
    eventTimeMs: 0,
  } as const;
  const created = { ...base, type: 'order-created' } as never;
  const canceled = { ...base, type: 'order-canceled' } as never;
  const filled = { ...base, type: 'order-filled', tradeId: '7', amount: new Decimal(1), price: new Decimal(2) } as never;

  it.each([
    { name: 'created twice', told: [created, created] },
    { name: 'filled before created', told: [filled] },
    { name: 'fill told twice', told: [created, filled, filled] },
    { name: 'two ends', told: [created, canceled, canceled] },
    { name: 'created after the end', told: [{ ...base, type: 'order-failed' } as never, created] },
    { name: 'lost after the end', told: [created, canceled, { ...base, type: 'order-lost' } as never] },
    { name: 'ended before created', told: [canceled] },
  ])('$name: is found', ({ name, told }) => {
    const laws = new EventLaws();
    expect(() => told.forEach((event) => laws.note(event))).toThrow(name);
  });

  it('allow a fill after the end', () => {
    const laws = new EventLaws();
    for (const event of [created, canceled, filled]) laws.note(event);
    expect(laws.fills.size).toBe(1);
  });
});
