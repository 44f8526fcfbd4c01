import { describe, expect, it } from 'vitest';
import { PAIR, TradingRig } from './trading-rig.ts';

const REST = 'https://rest.venue.test';

function told(rig: TradingRig): string[] {
  return rig.events.flatMap((event) => (event.type === 'network-status-changed' ? [event.state] : []));
}

/** How often something was asked for from now on. */
function count(rig: TradingRig, operation: 'order' | 'ping'): () => number {
  const { faults } = rig.venue.control;
  faults.add({ on: 'http', match: { operation }, times: Infinity, action: { kind: 'delay', delayMs: 1 } });
  const before = faults.applied.length;
  return () => faults.applied.slice(before).filter((fault) => fault.on === 'http' && fault.subject.operation === operation).length;
}

describe('the state of the network', () => {
  it('is stopped, not connected and connected, and follows the venue within 10 s', async () => {
    const rig = new TradingRig();
    expect(rig.connector.networkStatus).toMatchObject({ state: 'stopped', sinceMs: undefined });
    await rig.start();
    expect(rig.connector.networkStatus).toMatchObject({ state: 'connected', reason: undefined });
    rig.network.refuseConnections(REST);
    const outageMs = rig.clock.wallMs();
    await rig.until(() => rig.connector.networkStatus.state === 'not-connected', 12_000);
    expect(rig.connector.networkStatus.reason).toContain('rest.venue.test');
    expect(rig.connector.networkStatus.sinceMs).toBeGreaterThan(outageMs);
    await rig.clock.advance(60_000);
    rig.network.refuseConnections(REST, false);
    await rig.until(() => rig.connector.networkStatus.state === 'connected', 12_000);
    await rig.stopConnector();
    expect(rig.connector.networkStatus.state).toBe('stopped');
    expect(told(rig)).toEqual(['not-connected', 'connected', 'not-connected', 'connected', 'stopped']);
    await rig.close();
  });

  it('is asked for every 10 s, and not connected when there is no answer within 5 s', async () => {
    const rig = new TradingRig();
    await rig.start();
    const asked = count(rig, 'ping');
    await rig.clock.advance(100_000);
    expect(asked()).toBeGreaterThanOrEqual(9);
    expect(asked()).toBeLessThanOrEqual(10);
    await rig.close();
  });

  it('is not connected when the venue lets a check hang for 5 s', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'ping' }, action: { kind: 'hang' } });
    await rig.clock.advance(9_900);
    expect(rig.connector.networkStatus.state).toBe('connected');
    await rig.until(() => rig.connector.networkStatus.state === 'not-connected', 6_000);
    expect(rig.connector.networkStatus.reason).toContain('5000');
    await rig.until(() => rig.connector.networkStatus.state === 'connected', 11_000);
    await rig.close();
  });

  it('does not change while our own calls fill the rate limits', async () => {
    const rig = new TradingRig({ connector: { sharePercent: 10 } });
    await rig.start();
    const asked = Array.from({ length: 40 }, () => rig.connector.getOpenOrders());
    await rig.clock.advance(200_000);
    expect(told(rig)).toEqual(['not-connected', 'connected']);
    expect(rig.connector.rateLimitUsage().some(({ waiting }) => waiting > 0)).toBe(true);
    const ended = Promise.allSettled(asked);
    await rig.close();
    await ended;
  });
});

describe('one order', () => {
  it('is asked for by polls every 10 s at most, although they come every 5 s', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', '50000');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.network.refuseConnections('https://ws-api.venue.test');
    rig.venue.control.cutSockets({ account: 'alice' });
    const { faults } = rig.venue.control;
    // The list of open orders lacks the order, so that each poll would ask for it.
    faults.add({
      on: 'http',
      match: { operation: 'open-orders' },
      times: Infinity,
      action: { kind: 'answer', status: 200, body: '[]' },
    });
    const asked = count(rig, 'order');
    await rig.clock.advance(120_000);
    const polls = faults.applied.filter((fault) => fault.on === 'http' && fault.subject.operation === 'open-orders').length;
    expect(polls).toBeGreaterThanOrEqual(20);
    expect(asked()).toBeGreaterThanOrEqual(8);
    expect(asked()).toBeLessThanOrEqual(12);
    rig.network.refuseConnections('https://ws-api.venue.test', false);
    await rig.close();
  });
});
