import { describe, expect, test } from 'vitest';
import { WsAssistant } from '../../src/web/ws-assistant.ts';
import { WebWorld, signing } from './web-world.ts';

describe('a socket assistant', () => {
  test('hands the bytes of a binary request on as they are', async () => {
    const payload = Uint8Array.of(0x1f, 0x00, 0xff);
    const ws = new WebWorld().factory.createWsAssistant();
    await expect(ws.encode({ payload, isAuthRequired: false })).resolves.toBe(payload);
  });

  test('sends the bytes that the authenticator made of a request', async () => {
    const world = new WebWorld();
    const signed = Uint8Array.of(1, 2, 3);
    const ws = new WsAssistant({
      authenticator: { ...signing, wsAuthenticate: (request) => ({ ...request, payload: signed }) },
      timeSynchronizer: world.time,
    });
    await expect(ws.encode({ payload: { method: 'login' }, isAuthRequired: true })).resolves.toBe(signed);
  });
});
