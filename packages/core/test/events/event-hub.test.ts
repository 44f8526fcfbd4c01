import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { macrotaskTurn } from '../../src/clock/macrotask-turn.ts';
import { EventHub } from '../../src/events/event-hub.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { BookStateEvent, OrderFilledEvent, StreamProblemEvent, StreamStateEvent } from '../../src/model/events.ts';

function problem(message: string): StreamProblemEvent {
  return { type: 'stream-problem', stream: 'rest', message, error: undefined, eventTimeMs: 1 };
}

const connected: StreamStateEvent = { type: 'stream-connected', stream: 'market', reason: undefined, eventTimeMs: 1 };

describe('EventHub', () => {
  it('names each event with its own form, also where one form has several names', () => {
    const hub = new EventHub(silentLogger);
    hub.on('book-stale', (event) => {
      expectTypeOf(event.type).toEqualTypeOf<'book-stale'>();
      expectTypeOf(event).toExtend<BookStateEvent>();
    });
    hub.on('order-filled', (event) => expectTypeOf(event).toExtend<OrderFilledEvent>());
    expect(hub.isHeard('book-stale')).toBe(true);
    expect(hub.isHeard('book-live')).toBe(false);
  });

  it('gives a listener the events of its type only, until it leaves', () => {
    const hub = new EventHub(silentLogger);
    const heard: string[] = [];
    const leave = hub.on('stream-problem', (event) => heard.push(event.message));
    hub.emit(problem('a'));
    hub.emit(connected);
    leave();
    hub.emit(problem('b'));
    expect(heard).toEqual(['a']);
  });

  it('goes on with the other listeners when one throws', () => {
    const hub = new EventHub(silentLogger);
    const second = vi.fn<(event: StreamProblemEvent) => void>();
    hub.on('stream-problem', () => {
      throw new Error('bad listener');
    });
    hub.on('stream-problem', second);
    expect(() => hub.emit(problem('a'))).not.toThrow();
    expect(second).toHaveBeenCalledOnce();
  });

  it('logs what an asynchronous listener is rejected with', async () => {
    const error = vi.fn<(fields: unknown, message: string) => void>();
    const hub = new EventHub({ ...silentLogger, error });
    hub.on('stream-problem', () => Promise.reject(new Error('bad listener')));
    hub.onAny(async () => {
      await Promise.resolve();
      throw new Error('another bad listener');
    });
    hub.emit(problem('a'));
    await macrotaskTurn();
    expect(error).toHaveBeenCalledTimes(2);
  });

  it('tells every listener the events in one order, also those that a listener causes', () => {
    const hub = new EventHub(silentLogger);
    const heard: string[] = [];
    hub.on('stream-problem', ({ message }) => {
      if (message.length < 3) hub.emit(problem(`${message}+`));
    });
    hub.on('stream-problem', ({ message }) => heard.push(message));
    hub.onAny((event) => heard.push(event.type === 'stream-problem' ? `any ${event.message}` : event.type));
    hub.emit(problem('a'));
    hub.emit(problem('b+'));
    expect(heard).toEqual(['a', 'any a', 'a+', 'any a+', 'a++', 'any a++', 'b+', 'any b+', 'b++', 'any b++']);
  });

  it('does not tell an event to a listener that was added by it', () => {
    const hub = new EventHub(silentLogger);
    const heard: string[] = [];
    const addOne = (depth: number): void => {
      hub.on('stream-problem', ({ message }) => {
        heard.push(`${message}${depth}`);
        if (depth < 5) addOne(depth + 1);
      });
    };
    addOne(0);
    hub.emit(problem('a'));
    expect(heard).toEqual(['a0']);
  });

  it('knows whether anybody would see an event', () => {
    const hub = new EventHub(silentLogger);
    expect(hub.isHeard('book-updated')).toBe(false);
    const leave = hub.on('book-updated', () => undefined);
    expect(hub.isHeard('book-updated')).toBe(true);
    leave();
    expect(hub.isHeard('book-updated')).toBe(false);
    const leaveAny = hub.onAny(() => undefined);
    expect(hub.isHeard('book-updated')).toBe(true);
    leaveAny();
    expect(hub.isHeard('book-updated')).toBe(false);
  });

  it('gathers events for an iterator from the call on, filtered by type', async () => {
    const hub = new EventHub(silentLogger);
    hub.emit(problem('before'));
    const stream = hub.events({ types: ['stream-problem'] });
    hub.emit(problem('a'));
    hub.emit(connected);
    hub.emit(problem('b'));
    const seen: string[] = [];
    for await (const event of stream) {
      if (event.type === 'stream-problem') seen.push(event.message);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['a', 'b']);
    expect(hub.isHeard('stream-problem')).toBe(false);
  });

  it('gives a slow reader what was gathered and then a named error, never a silent drop', async () => {
    const hub = new EventHub(silentLogger);
    const stream = hub.events({ capacity: 2 });
    hub.emit(problem('a'));
    hub.emit(problem('b'));
    hub.emit(problem('c'));
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const event of stream) if (event.type === 'stream-problem') seen.push(event.message);
      })(),
    ).rejects.toMatchObject({ code: 'STREAM', problem: 'overflow' });
    expect(seen).toEqual(['a', 'b']);
    expect(hub.isHeard('stream-problem')).toBe(false);
  });

  it('ends an iterator by its signal, waiting or not, and leaves no listener', async () => {
    const hub = new EventHub(silentLogger);
    const abort = new AbortController();
    const stream = hub.events({ signal: abort.signal });
    const next = stream.next();
    abort.abort();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    expect(hub.isHeard('stream-problem')).toBe(false);
    const late = hub.events({ signal: abort.signal });
    await expect(late.next()).resolves.toEqual({ done: true, value: undefined });
    expect(hub.isHeard('stream-problem')).toBe(false);
  });

  it('wakes a waiting reader', async () => {
    const hub = new EventHub(silentLogger);
    const stream = hub.events();
    const next = stream.next();
    hub.emit(problem('a'));
    await expect(next).resolves.toMatchObject({ done: false, value: { message: 'a' } });
    await stream.return();
  });
});
