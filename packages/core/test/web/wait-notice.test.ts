import { expect, test } from 'vitest';
import { WebWorld } from './web-world.ts';

const MESSAGE = 'requests wait for the rate limit';

test('that requests wait for a rate limit is logged with the first, then once in 30 s at most, with how many did', async () => {
  const world = new WebWorld();
  const rest = world.factory.createRestAssistant();
  const notices = (): unknown[] => world.warningFields.filter((_fields, index) => world.warnings[index] === MESSAGE);
  const burst = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) world.http.answer({});
    const calls = Array.from({ length: count }, () => rest.execute({ path: '/order' }));
    await world.clock.advance(5_000);
    await Promise.all(calls);
  };
  await burst(2);
  expect(notices()).toEqual([]);
  await burst(5);
  expect(notices()).toEqual([{ limitId: '/order', lane: 'query', requestId: 5, waitedSinceLastNotice: 1 }]);
  await burst(5);
  expect(notices()).toHaveLength(1);
  await world.clock.advance(30_000);
  await burst(3);
  expect(notices().slice(1)).toEqual([{ limitId: '/order', lane: 'query', requestId: 15, waitedSinceLastNotice: 6 }]);
});
