import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { EventOutbox } from '../../src/events/event-outbox.ts';
import { EventStream } from '../../src/events/event-stream.ts';
import type { SavedEvent } from '../../src/events/order-event-json.ts';
import { type EventHistory, type HistoryPage, ResumedEventStream } from '../../src/events/resumed-event-stream.ts';
import type { ConnectorEvent } from '../../src/model/events.ts';

function canceled(clientOrderId: string, sequence?: number): SavedEvent {
  return {
    type: 'order-canceled',
    clientOrderId,
    exchangeOrderId: '1',
    tradingPair: 'BTC-USDT',
    side: 'buy',
    orderType: 'limit',
    positionAction: 'nil',
    eventTimeMs: 1,
    executedBase: new Decimal(0),
    ...(sequence === undefined ? {} : { sequence }),
  };
}

/** Events 1 to `lastSequence`, two to a page; those up to `prunedUpTo` are not kept. */
class PagedHistory implements EventHistory {
  readonly opened: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly lastSequence: number;
  reads = 0;
  readonly #prunedUpTo: number;

  constructor(lastSequence: number, prunedUpTo = 0) {
    this.lastSequence = lastSequence;
    this.#prunedUpTo = prunedUpTo;
  }

  whenOpen(): Promise<void> {
    return this.opened.promise;
  }

  eventsAfter(sequence: number): Promise<HistoryPage> {
    this.reads += 1;
    const readUpTo = Math.min(this.lastSequence, sequence + 2);
    const events = [];
    for (let next = sequence + 1; next <= readUpTo; next += 1) events.push(canceled(`c${next}`, next));
    return Promise.resolve({ events, readUpTo, prunedUpTo: this.#prunedUpTo });
  }
}

function resumed(history: EventHistory, after: number, isWanted: (event: ConnectorEvent) => boolean = () => true): ResumedEventStream {
  return new ResumedEventStream(10, () => undefined, { history, after, isWanted });
}

async function read(stream: EventStream, count: number): Promise<(number | undefined)[]> {
  const sequences: (number | undefined)[] = [];
  while (sequences.length < count) {
    const { value } = await stream.next();
    sequences.push(value !== undefined && 'sequence' in value ? value.sequence : undefined);
  }
  return sequences;
}

describe('a stream that resumes', () => {
  it('goes from the saved events over to those that come, none twice', async () => {
    const history = new PagedHistory(3);
    history.opened.resolve();
    const stream = resumed(history, 0);
    stream.push(canceled('c3', 3));
    stream.push(canceled('c4', 4));
    expect(await read(stream, 4)).toEqual([1, 2, 3, 4]);
  });

  it('leaves out what is not wanted', async () => {
    const history = new PagedHistory(4);
    history.opened.resolve();
    const stream = resumed(history, 0, (event) => 'sequence' in event && event.sequence % 2 === 0);
    expect(await read(stream, 2)).toEqual([2, 4]);
  });

  it('that is ended before the history is open ends, and does not wait for it', async () => {
    const history = new PagedHistory(3);
    const stream = resumed(history, 0);
    const reading = stream.next();
    stream.end();
    expect(await reading).toEqual({ done: true, value: undefined });
    expect(history.reads).toBe(0);
  });

  it('cannot take up after an event that is still to come', async () => {
    const history = new PagedHistory(3);
    history.opened.resolve();
    const stream = resumed(history, 4);
    await expect(stream.next()).rejects.toMatchObject({ code: 'CONFIGURATION' });
    expect(stream.isEnded).toBe(true);
  });

  it('says so when events that it would have to give are not kept any more', async () => {
    const history = new PagedHistory(5, 2);
    history.opened.resolve();
    await expect(resumed(history, 1).next()).rejects.toMatchObject({ code: 'EVENTS_PRUNED' });
    expect(await read(resumed(history, 2), 3)).toEqual([3, 4, 5]);
  });
});

describe('a stream of events', () => {
  it('gives what was gathered before its end and takes nothing after it, and ends once', async () => {
    let ends = 0;
    const stream = new EventStream(10, () => {
      ends += 1;
    });
    stream.push(canceled('c1', 1));
    stream.end();
    stream.end();
    stream.push(canceled('c2', 2));
    expect(await read(stream, 1)).toEqual([1]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(ends).toBe(1);
  });

  it('that has fallen behind takes nothing more, so that its error comes where events are missing', async () => {
    const stream = new EventStream(1, () => undefined);
    for (const sequence of [1, 2, 3]) stream.push(canceled('c', sequence));
    expect(stream.waiting).toBe(1);
    expect(await read(stream, 1)).toEqual([1]);
    await expect(stream.next()).rejects.toMatchObject({ code: 'STREAM' });
  });
});

describe('events that could not be saved', () => {
  it('are told all the same, in their turn, without a number and unmarked', async () => {
    const told: ConnectorEvent[] = [];
    const marked: number[] = [];
    const outbox = new EventOutbox({ emit: (event) => told.push(event), markDelivered: (sequence) => marked.push(sequence) });
    outbox.tellWhenSaved([canceled('c1')], Promise.resolve([7]));
    outbox.tellWhenSaved([canceled('c2'), canceled('c3')], Promise.reject(new Error('the disk is full')));
    outbox.tellWhenSaved([canceled('c4')], Promise.resolve([8]));
    await outbox.whenEmpty();
    expect(told).toStrictEqual([canceled('c1', 7), canceled('c2'), canceled('c3'), canceled('c4', 8)]);
    expect(marked).toEqual([7, 8]);
  });
});
