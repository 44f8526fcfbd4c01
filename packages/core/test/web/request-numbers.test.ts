import { describe, expect, test } from 'vitest';
import { NetworkError } from '../../src/errors/network-error.ts';
import { noteRequest } from '../../src/errors/note-request.ts';
import { createLogger } from '../../src/log/create-logger.ts';
import { WebWorld, failureOf, serverTime } from './web-world.ts';

const refused = { status: 400, body: { code: 7 } };
const staleTimestamp = { status: 400, body: { code: 1 } };

describe('the number of a request', () => {
  test('grows by one with each of a factory, whichever assistant makes it, and is told to the caller', async () => {
    const world = new WebWorld();
    world.http.answer({}, {}, {});
    const told: number[] = [];
    const onNumbered = (requestId: number): void => void told.push(requestId);
    const [first, second] = [world.factory.createRestAssistant(), world.factory.createRestAssistant()];
    await first.execute({ path: '/ping', onNumbered });
    await second.execute({ path: '/ping', onNumbered });
    await first.execute({ path: '/ping', onNumbered });
    expect(told).toEqual([1, 2, 3]);
  });

  test('stands in the error that the request ends with, and so in its log line', async () => {
    const world = new WebWorld();
    const rest = world.factory.createRestAssistant();
    world.http.answer({}, refused, new NetworkError({ host: 'venue.test', problem: 'reset', mayHaveBeenSent: true }));
    await rest.execute({ path: '/ping' });
    const error = await failureOf(rest.execute({ path: '/ping' }));
    expect(error).toMatchObject({ code: 'VENUE_REJECTION', requestId: 2 });
    expect(await failureOf(rest.execute({ path: '/ping' }))).toMatchObject({ code: 'NETWORK', requestId: 3 });
    const lines: string[] = [];
    createLogger({ clock: world.clock, sink: (line) => lines.push(line) }).warn({ clientOrderId: 'a', error }, 'no');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ clientOrderId: 'a', error: { requestId: 2 } });
  });

  test('is in no error of a request that was not made', async () => {
    const world = new WebWorld();
    const rest = world.factory.createRestAssistant();
    expect(await failureOf(rest.execute({ path: '/ping', limitId: 'nowhere' }))).not.toHaveProperty('requestId');
    expect(await failureOf(rest.execute({ path: '/ping', signal: AbortSignal.abort() }))).not.toHaveProperty('requestId');
  });

  test('stays through the repetition after a clock error; the question for the time has its own', async () => {
    const world = new WebWorld({ serverTime });
    const told: number[] = [];
    world.http.answer({ body: { serverTime: 1 } }, staleTimestamp, { body: { serverTime: 1 } }, staleTimestamp);
    const error = await failureOf(
      world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true, onNumbered: (id) => told.push(id) }),
    );
    expect([error, told]).toEqual([expect.objectContaining({ code: 'CLOCK', requestId: 1 }), [1]]);
  });

  test('stands in what is logged of a request', async () => {
    const world = new WebWorld({
      serverTime,
      rateLimitScope: () => ['nowhere'],
      rateFeedback: (response) => (response.status === 429 ? [{ limitId: 'nowhere', used: 1 }] : []),
    });
    const rest = world.factory.createRestAssistant();
    world.http.answer({ body: { serverTime: 1 } }, staleTimestamp, { status: 500 }, { status: 429 });
    await failureOf(rest.execute({ path: '/order', isAuthRequired: true }));
    await failureOf(rest.execute({ path: '/ping' }));
    expect(world.warningFields).toEqual([
      { origin: 'GET private.venue.test/order', requestId: 1, error: expect.objectContaining({ requestId: 3 }) },
      { limitId: 'nowhere', requestId: 4, error: expect.objectContaining({ code: 'THROTTLE' }) },
      { limitId: '/ping', requestId: 4, error: expect.objectContaining({ code: 'THROTTLE' }) },
    ]);
  });
});

test('an error keeps the number that it has, and what cannot be marked is left as it is', () => {
  const error = new NetworkError({ host: 'venue.test', problem: 'reset', mayHaveBeenSent: true });
  noteRequest(error, 4);
  noteRequest(error, 5);
  expect(error.requestId).toBe(4);
  const frozen = Object.freeze(new NetworkError({ host: 'venue.test', problem: 'reset', mayHaveBeenSent: true }));
  expect(() => noteRequest(frozen, 1)).not.toThrow();
  const foreign = new Error('no');
  noteRequest(foreign, 1);
  expect(foreign).not.toHaveProperty('requestId');
});
