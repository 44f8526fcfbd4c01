import { describe, expect, it } from 'vitest';
import { OrderedDelivery } from '../../src/account/ordered-delivery.ts';

describe('ordered delivery', () => {
  it('hands over at once while the handler answers at once', async () => {
    const handled: unknown[] = [];
    const delivery = new OrderedDelivery(
      (event) => void handled.push(event),
      () => undefined,
    );
    delivery.deliver(1);
    delivery.deliver(2);
    expect(handled).toEqual([1, 2]);
    expect([delivery.waiting, delivery.isIdle]).toEqual([0, true]);
    await delivery.whenDelivered();
  });

  it('waits for each handler, in order, for thousands of events', async () => {
    const handled: number[] = [];
    const delivery = new OrderedDelivery(
      async (event) => {
        await Promise.resolve();
        handled.push(Number(event));
      },
      () => undefined,
    );
    for (let event = 0; event < 5_000; event += 1) delivery.deliver(event);
    expect(delivery.waiting).toBe(4_999);
    await delivery.whenDelivered();
    expect(handled).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    expect(delivery.isIdle).toBe(true);
  });

  it('keeps the order of what the handler itself brings about', () => {
    const handled: unknown[] = [];
    const delivery = new OrderedDelivery(
      (event) => {
        if (event === 1) delivery.deliver(3);
        handled.push(event);
      },
      () => undefined,
    );
    delivery.deliver(1);
    delivery.deliver(2);
    expect(handled).toEqual([1, 3, 2]);
  });

  it('tells what a handler throws or rejects with, and goes on', async () => {
    const failures: unknown[] = [];
    const handled: unknown[] = [];
    const delivery = new OrderedDelivery(
      (event) => {
        if (event === 'throw') throw new Error('thrown');
        if (event === 'reject') return Promise.reject(new Error('rejected'));
        handled.push(event);
        return undefined;
      },
      (error) => failures.push(error),
    );
    for (const event of ['throw', 'reject', 'fine']) delivery.deliver(event);
    await delivery.whenDelivered();
    expect(failures).toEqual([new Error('thrown'), new Error('rejected')]);
    expect(handled).toEqual(['fine']);
  });

  it('drops what waits, but lets the current handler end, and those who wait for the end go on', async () => {
    const handled: unknown[] = [];
    const work = Promise.withResolvers<void>();
    const delivery = new OrderedDelivery(
      (event) => {
        handled.push(event);
        return work.promise;
      },
      () => undefined,
    );
    delivery.deliver(1);
    delivery.deliver(2);
    const delivered = delivery.whenDelivered();
    delivery.drop();
    expect(delivery.waiting).toBe(0);
    work.resolve();
    await delivered;
    expect(handled).toEqual([1]);
  });
});
