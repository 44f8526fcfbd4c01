import { ExchangeConnector } from '@venuekit/core';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';

it('D-23: the connector’s constructor calls no member of the definition, so that its fields may be set after it', async () => {
  const called: string[] = [];
  const definition = new Proxy(binanceSpot({ tradingPairs: ['BTC-USDT'] }), {
    get(target: ConnectorDefinition, name, receiver): unknown {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...parameters: readonly unknown[]): unknown => {
        called.push(String(name));
        return Reflect.apply(member, target, parameters);
      };
    },
  });
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const connector = new ExchangeConnector({ definition, runtime: inProcessRuntime({ clock, network, random: new SeededRandom(1) }) });
  expect([connector.name, connector.ready, connector.tradingPairs]).toEqual(['binance', false, ['BTC-USDT']]);
  expect(called).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
  connector.start();
  expect(called).toContain('createWebAssistantsFactory');
  const stopped = connector.stop();
  await clock.advance(1_000);
  await stopped;
});
