import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { serveInProcess } from '@venuekit/venue';
import { plainVenue } from '../server/site.ts';

const ORIGINS = { rest: 'https://rest.test', stream: 'https://stream.test' };

async function story(): Promise<readonly string[]> {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock, latency: 3 });
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(1) });
  const venue = plainVenue(clock);
  venue.control.injectRandomFaults({ http: { reset: 0.2, delay: 0.3, 'execute-then-unavailable': 0.1 } });
  serveInProcess(venue, network, ORIGINS);
  const lines: string[] = [];
  for (let count = 0; count < 40; count += 1) {
    runtime.fetch(new Request('https://rest.test/time')).then(
      async (response) => lines.push(`${count} ${clock.monotonicMs()} ${response.status} ${await response.text()}`),
      (error: unknown) => lines.push(`${count} ${clock.monotonicMs()} ${String(error)}`),
    );
    await clock.advance(100);
  }
  await clock.runUntilIdle();
  return lines;
}

describe('a venue in process', () => {
  it('wants an origin for each service and no other', () => {
    const clock = new ManualClock();
    const network = new InProcessNetwork({ clock });
    expect(() => serveInProcess(plainVenue(clock), network, { rest: ORIGINS.rest })).toThrow('stream');
    expect(() => serveInProcess(plainVenue(clock), network, { ...ORIGINS, other: 'https://other.test' })).toThrow('other');
  });

  it('leaves no timer and no socket when it is closed, and can be replaced', async () => {
    const clock = new ManualClock();
    const network = new InProcessNetwork({ clock, latency: 5 });
    const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(1) });
    const served = serveInProcess(plainVenue(clock), network, ORIGINS);
    const closes: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      runtime.openSocket(
        { url: 'wss://stream.test/' },
        { onOpen() {}, onMessage() {}, onPing() {}, onPong() {}, onClose: ({ code }) => void closes.push(code) },
      );
    }
    await clock.advance(1_000);
    served.close();
    await clock.runUntilIdle();
    expect(closes).toEqual([1001, 1001, 1001]);
    expect(clock.pendingTimers).toBe(0);
    expect(network.sockets).toEqual([]);

    const refused = runtime.fetch(new Request('https://rest.test/time'));
    const problem = refused.then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    await clock.runUntilIdle();
    expect(await problem).toContain('fetch failed');
    serveInProcess(plainVenue(clock), network, ORIGINS);
    const answer = runtime.fetch(new Request('https://rest.test/time'));
    await clock.runUntilIdle();
    expect((await answer).status).toBe(200);
  });

  it('runs the same story twice byte for byte', async () => {
    const first = await story();
    expect(first).toHaveLength(40);
    expect(await story()).toEqual(first);
  });
});
