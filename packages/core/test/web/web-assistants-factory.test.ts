import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { ScriptedHttpClient } from './scripted-http-client.ts';
import { WebWorld, failureOf, serverTime } from './web-world.ts';

const atMs = (ms: number): { readonly body: unknown } => ({ body: { serverTime: ms } });

describe('the factory', () => {
  test('adds a sample each time it synchronises', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer(atMs(10_000), atMs(10_100), atMs(10_200));
    for (let round = 0; round < 3; round += 1) await world.factory.synchroniseTime();
    expect(world.time.timeOffsetMs).toBe(10_100);
    expect(world.http.requests).toHaveLength(3);
  });

  test('drops samples that are wrong by more than a second when it resynchronises', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer(atMs(10_000), atMs(20_000));
    await world.factory.synchroniseTime();
    await world.factory.resynchroniseTime();
    expect(world.time.timeOffsetMs).toBe(20_000);
  });

  test('tells of a failure and keeps the samples', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer(atMs(10_000), { status: 500 }, { status: 500 });
    await world.factory.synchroniseTime();
    await expect(world.factory.synchroniseTime()).rejects.toMatchObject({ code: 'VENUE_UNAVAILABLE' });
    await expect(world.factory.resynchroniseTime()).rejects.toMatchObject({ code: 'VENUE_UNAVAILABLE' });
    expect(world.time.timeOffsetMs).toBe(10_000);
  });

  test('does nothing about the time of a venue that tells none', async () => {
    const world = new WebWorld();
    await world.factory.synchroniseTime();
    await world.factory.resynchroniseTime();
    expect(world.http.requests).toEqual([]);
  });

  test('gives up on the time when the caller does', async () => {
    const world = new WebWorld({ serverTime });
    world.throttler.pause('/time', 60_000);
    const controller = new AbortController();
    const failure = failureOf(world.factory.synchroniseTime(controller.signal));
    controller.abort();
    await expect(failure).resolves.toMatchObject({ code: 'ABORTED' });
    expect(world.clock.pendingTimers).toBe(0);
  });

  test('ends a request for the time that waits when it is closed, and can be used again', async () => {
    const clients: ScriptedHttpClient[] = [];
    const world = new WebWorld({
      serverTime,
      createHttpClient: () => {
        const client = new ScriptedHttpClient();
        client.answer({ body: 'served' });
        clients.push(client);
        return client;
      },
    });
    const rest = world.factory.createRestAssistant();
    expect(clients).toHaveLength(0);
    await rest.execute({ path: '/ping' });
    world.throttler.pause('/time', 60_000);
    const failure = failureOf(rest.execute({ path: '/order', isAuthRequired: true }));
    await world.clock.settle();
    await world.factory.close();
    await expect(failure).resolves.toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
    expect(clients[0]?.isClosed).toBe(true);
    await expect(rest.execute({ path: '/ping' })).resolves.toBe('served');
    expect(clients).toHaveLength(2);
    expect(world.clock.pendingTimers).toBe(0);
  });
});

describe('a socket assistant', () => {
  test('writes objects as JSON and leaves text alone', async () => {
    const ws = new WebWorld().factory.createWsAssistant();
    await expect(ws.encode({ payload: { id: 1, method: 'SUBSCRIBE' }, isAuthRequired: false })).resolves.toBe(
      '{"id":1,"method":"SUBSCRIBE"}',
    );
    await expect(ws.encode({ payload: 'ping', isAuthRequired: false })).resolves.toBe('ping');
  });

  test('signs with the time of the venue', async () => {
    const world = new WebWorld();
    world.time.addTimeOffsetMsSample(5_000);
    await world.clock.advance(10);
    const frame = await world.factory.createWsAssistant().encode({ payload: {}, isAuthRequired: true });
    expect(frame).toBe('{"login":true,"timestamp":5010}');
  });

  test('refuses to sign without keys', async () => {
    const ws = new WebWorld({ authenticator: undefined }).factory.createWsAssistant();
    await expect(ws.encode({ payload: {}, isAuthRequired: true })).rejects.toBeInstanceOf(ConfigurationError);
  });
});
