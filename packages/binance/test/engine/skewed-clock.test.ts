import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';
import type { RigOptions } from './trading-rig.ts';

const KEYS: readonly { readonly kind: string; readonly options: () => RigOptions }[] = [
  { kind: 'HMAC', options: () => ({}) },
  {
    kind: 'Ed25519',
    options: () => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
      return { credentials: { apiKey: 'k'.repeat(64), apiSecret: privateKey }, ed25519PublicKey: publicKey };
    },
  },
];

/** How often the venue refused a login for its timestamp. */
function refusedLogins(rig: TradingRig): number {
  return rig.events.filter((event) => event.type === 'stream-problem' && event.message.includes('timestamp')).length;
}

describe.each(KEYS)('a login with an $kind key', ({ options }) => {
  it.each([
    ['set forward by a minute', 60_000],
    ['set back by a minute', -60_000],
  ])('that is refused because the venue’s clock was %s is repeated with the venue’s time', async (_name, skewMs) => {
    const rig = new TradingRig(options());
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.skewClock(skewMs);
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    const cutMs = rig.clock.monotonicMs();
    const opened = rig.network.openedSockets;
    await rig.until(() => rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined));
    expect(rig.network.openedSockets - opened).toBe(2);
    expect(refusedLogins(rig)).toBe(1);
    // Sooner than the next poll would have asked for the time.
    expect(rig.clock.monotonicMs() - cutMs).toBeLessThan(5_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });

  it('that is refused for its timestamp waits until the venue tells its time', async () => {
    const rig = new TradingRig(options());
    await rig.start();
    rig.venue.control.skewClock(60_000);
    rig.venue.control.faults.add({ on: 'http', match: { path: '/api/v3/time' }, times: 3, action: { kind: 'reset' } });
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.until(() => rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined));
    expect(refusedLogins(rig)).toBe(1);
    rig.expectTruth();
    await rig.close();
  });
});
