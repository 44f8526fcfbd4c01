import { describe, expect, it } from 'vitest';
import type { OrderState } from '../../src/model/order-state.ts';
import { TrackerBench } from './order-fixtures.ts';

interface Trace {
  readonly name: string;
  readonly run: (bench: TrackerBench) => unknown;
  readonly events: readonly string[];
  readonly state: OrderState;
}

const traces: readonly Trace[] = [
  {
    name: 'open, fill, partial, fill, filled',
    run: (bench) => bench.report('open').fill('t1', 4).report('partially-filled').fill('t2', 6).report('filled'),
    events: ['created', 'filled 4', 'filled 6', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'a whole fill before the acknowledgement: created comes first all the same',
    run: (bench) => bench.fill('t1', 10).report('open').report('filled'),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'a partial fill before the acknowledgement',
    run: (bench) => bench.fill('t1', 4).report('open').fill('t2', 6).report('filled'),
    events: ['created', 'filled 4', 'filled 6', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'a whole fill and filled, never open',
    run: (bench) => bench.fill('t1', 10).report('filled'),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'filled without any fill: completes after the wait, saying that fills are missing',
    run: (bench) => bench.report('open').report('filled').pass(4_999).pass(1),
    events: ['created', 'completed 10 missing'],
    state: 'filled',
  },
  {
    name: 'filled, and the fill after the wait: it still counts',
    run: (bench) => bench.report('open').report('filled').pass(5_000).fill('t1', 10),
    events: ['created', 'completed 10 missing', 'filled 10'],
    state: 'filled',
  },
  {
    name: 'filled, and the fill within the wait',
    run: (bench) => bench.report('open').report('filled').pass(4_000).fill('t1', 10).pass(10_000),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'canceled while pending: the venue knew it, so it was created',
    run: (bench) => bench.report('canceled'),
    events: ['created', 'canceled'],
    state: 'canceled',
  },
  {
    name: 'cancel pending before the acknowledgement: created is not lost, and open is no way back',
    run: (bench) => bench.signal('cancel-requested').report('open'),
    events: ['created'],
    state: 'pending-cancel',
  },
  {
    name: 'the venue reports the cancel as pending before it reports the order as open',
    run: (bench) => bench.report('pending-cancel').report('open'),
    events: ['created'],
    state: 'pending-cancel',
  },
  {
    name: 'canceled twice',
    run: (bench) => bench.report('open').report('canceled').report('canceled'),
    events: ['created', 'canceled'],
    state: 'canceled',
  },
  {
    name: 'canceled, a late open, canceled again',
    run: (bench) => bench.report('open').report('canceled').report('open').report('canceled'),
    events: ['created', 'canceled'],
    state: 'canceled',
  },
  {
    name: 'the stream fills the order before the answer to its placing says open',
    run: (bench) => bench.fill('t1', 4).fill('t2', 6).report('filled').report('open'),
    events: ['created', 'filled 4', 'filled 6', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'partial by the stream, then open by the answer',
    run: (bench) => bench.report('partially-filled').report('open'),
    events: ['created'],
    state: 'partially-filled',
  },
  {
    name: 'whole fill, then canceled: it was filled',
    run: (bench) => bench.report('open').fill('t1', 10).report('canceled'),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: "canceled with the whole amount executed by the venue's sum: it was filled",
    run: (bench) =>
      bench
        .report('open')
        .report('canceled', { cumulativeBase: bench.tracker.activeOrders.get('c1')?.amount ?? fail() })
        .fill('t1', 10),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'whole fill, then failed: it was filled',
    run: (bench) => bench.report('open').fill('t1', 10).report('failed'),
    events: ['created', 'filled 10', 'completed 10'],
    state: 'filled',
  },
  {
    name: 'filled and waiting for the fills, then canceled: one end',
    run: (bench) => bench.report('open').report('filled').report('canceled').pass(5_000),
    events: ['created', 'completed 10 missing'],
    state: 'filled',
  },
  {
    name: 'one trade id twice',
    run: (bench) => bench.report('open').fill('t1', 4).fill('t1', 4),
    events: ['created', 'filled 4'],
    state: 'partially-filled',
  },
  {
    name: 'almost the whole amount and filled: what is missing is waited for, however little',
    run: (bench) => bench.report('open').fill('t1', '9.999999999').report('filled').pass(5_000),
    events: ['created', 'filled 9.999999999', 'completed 10 missing'],
    state: 'filled',
  },
  {
    name: "almost the whole amount, and the venue's sum says that this is all: completes at once",
    run: (bench) => {
      bench.report('open').fill('t1', '9.99999999');
      const executed = bench.tracker.activeOrders.get('c1')?.executedBase ?? fail();
      return bench.report('filled', { cumulativeBase: executed });
    },
    events: ['created', 'filled 9.99999999', 'completed 9.99999999'],
    state: 'filled',
  },
  {
    name: 'expired in part',
    run: (bench) => bench.fill('t1', 4).report('expired', { reason: 'IOC' }),
    events: ['created', 'filled 4', 'expired'],
    state: 'expired',
  },
  {
    name: 'refused by the venue on the stream: never created',
    run: (bench) => bench.report('failed', { reason: 'would trigger' }),
    events: ['failed rejected'],
    state: 'failed',
  },
];

function fail(): never {
  throw new Error('the order is not tracked');
}

describe('event traces of one order of 10', () => {
  it.each(traces)('$name', ({ run, events, state }) => {
    const bench = new TrackerBench();
    const order = bench.track();
    run(bench);
    expect(bench.trace).toEqual(events);
    expect(order.state).toBe(state);
  });

  it.each(traces)('again with a restart at the end and every fill repeated: $name', ({ run, events }) => {
    const bench = new TrackerBench();
    const order = bench.track();
    run(bench);
    bench.restart();
    for (const known of order.fills.values()) bench.fill(known.tradeId, known.baseAmount.toString(), {}, true);
    expect(bench.trace).toEqual(events);
    expect(bench.tracker.fetchOrder({ clientOrderId: 'c1' })?.toJSON().fills).toEqual(order.toJSON().fills);
  });
});
