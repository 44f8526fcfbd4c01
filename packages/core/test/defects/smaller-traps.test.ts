import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { EventHub } from '../../src/events/event-hub.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { BalanceUpdatedEvent } from '../../src/model/events.ts';
import { ZERO } from '../../src/decimal/decimal.ts';
import { TrackerBench } from '../orders/order-fixtures.ts';
import { failureOf, WebWorld } from '../web/web-world.ts';

const EVENT: BalanceUpdatedEvent = { type: 'balance-updated', asset: 'BTC', total: ZERO, available: ZERO, eventTimeMs: 0 };

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the garbage cannot be collected');
  Reflect.apply(collect, undefined, []);
}

describe('smaller traps', () => {
  it('a listener that nobody else holds is still heard', () => {
    const hub = new EventHub(silentLogger);
    const heard: string[] = [];
    hub.on('balance-updated', (event) => void heard.push(event.asset));
    collectGarbage();
    hub.emit(EVENT);
    expect(heard).toEqual(['BTC']);
  });

  it('events that nobody asked for are kept nowhere, fills as little as others', async () => {
    const hub = new EventHub(silentLogger);
    for (let count = 0; count < 1_000; count += 1) hub.emit(EVENT);
    const late = hub.events();
    hub.emit({ ...EVENT, asset: 'ETH' });
    await expect(late.next()).resolves.toMatchObject({ value: { asset: 'ETH' } });
    await late.return();
  });

  it('a cancel before the acknowledgement does not swallow "created"', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.signal('cancel-requested').report('pending-cancel');
    expect(bench.trace).toEqual(['created']);
    bench.report('open').report('canceled');
    expect(bench.trace).toEqual(['created', 'canceled']);
  });

  it('a page of HTML in place of an answer is shown in its error, with the status', async () => {
    const world = new WebWorld();
    world.http.answer({ status: 502, text: '<html><body>Bad Gateway of the proxy</body></html>' });
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }));
    expect(error).toMatchObject({ status: 502, venueMessage: expect.stringContaining('Bad Gateway of the proxy') });
  });
});
