import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/errors/network-error.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import type { Logger } from '../../src/runtime/logger.ts';
import { NetworkWatch } from '../../src/services/network-watch.ts';
import type { RestCall } from '../../src/web/rest-request.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';

const INTERVALS = { networkCheckMs: 10_000, networkDeadlineMs: 5_000, networkRetryMs: 60_000 };

/** A watch of a venue that answers as `answer` does. */
class Bench extends ServicesBench {
  readonly watch: NetworkWatch;
  readonly calls: number[];
  readonly lines: string[];
  answer: (call: RestCall) => Promise<unknown> = () => Promise.resolve({});

  constructor() {
    const lines: string[] = [];
    const calls: number[] = [];
    const line =
      (level: string) =>
      (fields: object, message: string): void => {
        void fields;
        lines.push(`${level} ${message}`);
      };
    const log: Logger = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error'), child: () => log };
    super({
      definition: { checkNetworkRequestPath: '/ping' },
      log,
      execute: (call) => {
        calls.push(this.clock.monotonicMs());
        return this.answer(call);
      },
    });
    this.calls = calls;
    this.lines = lines;
    this.watch = new NetworkWatch(this.services, INTERVALS);
  }

  get told(): string[] {
    return this.events.flatMap((event) => (event.type === 'network-status-changed' ? [`${event.previous} > ${event.state}`] : []));
  }

  async stop(): Promise<void> {
    const stopped = this.watch.stop();
    await this.clock.advance(1);
    await stopped;
    expect(this.clock.pendingTimers).toBe(0);
  }
}

describe('the watch of the network', () => {
  it('asks at once and every 10 s, with a deadline of 5 s, and tells of changes only', async () => {
    const bench = new Bench();
    const asked: RestCall[] = [];
    bench.answer = (call) => {
      asked.push(call);
      return Promise.resolve({});
    };
    expect(bench.watch.status).toEqual({ state: 'stopped', sinceMs: undefined, reason: undefined });
    const startedMs = bench.clock.wallMs();
    bench.watch.start();
    bench.watch.start();
    expect(bench.watch.status).toEqual({ state: 'not-connected', sinceMs: startedMs, reason: 'not checked yet' });
    await bench.clock.advance(25_000);
    expect(bench.calls).toEqual([0, 10_000, 20_000]);
    expect(asked[0]).toMatchObject({ path: '/ping', timeoutMs: 5_000 });
    expect(bench.watch.status).toEqual({ state: 'connected', sinceMs: startedMs, reason: undefined });
    await bench.stop();
    expect(bench.watch.status).toMatchObject({ state: 'stopped', reason: 'the connector is stopped' });
    expect(bench.told).toEqual(['stopped > not-connected', 'not-connected > connected', 'connected > stopped']);
  });

  it('says why and since when there is no connection, logs it once, and asks on every 10 s', async () => {
    const bench = new Bench();
    bench.watch.start();
    await bench.clock.advance(1_000);
    bench.lines.length = 0;
    let failures = 0;
    bench.answer = () =>
      Promise.reject(new NetworkError({ host: 'venue', problem: `no route ${(failures += 1)}`, mayHaveBeenSent: false }));
    await bench.clock.advance(30_000);
    expect(bench.calls).toEqual([0, 10_000, 20_000, 30_000]);
    expect(bench.watch.status).toMatchObject({ state: 'not-connected', sinceMs: bench.clock.wallMs() - 21_000 });
    expect(bench.watch.status.reason).toContain('no route 3');
    expect(bench.lines).toEqual(['warn the venue cannot be reached']);
    bench.answer = () => Promise.resolve({});
    await bench.clock.advance(10_000);
    expect(bench.watch.status.state).toBe('connected');
    expect(bench.lines).toHaveLength(2);
    await bench.stop();
  });

  it('waits 60 s after an error that is no failure of the network', async () => {
    const bench = new Bench();
    bench.answer = () => Promise.reject(new Error('a mistake'));
    bench.watch.start();
    await bench.clock.advance(100_000);
    expect(bench.calls).toEqual([0, 60_000]);
    expect(bench.watch.status).toMatchObject({ state: 'not-connected', reason: 'a mistake' });
    bench.answer = () => Promise.resolve({});
    await bench.clock.advance(40_000);
    expect(bench.calls).toEqual([0, 60_000, 120_000, 130_000, 140_000]);
    await bench.stop();
  });

  it('has a reason also where what it failed with is no error', async () => {
    const bench = new Bench();
    // oxlint-disable-next-line prefer-promise-reject-errors -- a connector's code may do that
    bench.answer = () => Promise.reject('a text');
    bench.watch.start();
    await bench.clock.advance(10);
    expect(bench.watch.status).toMatchObject({ state: 'not-connected', reason: 'unknown error' });
    await bench.stop();
  });

  it('takes neither a full rate limit nor a refusal for too many requests for an outage', async () => {
    const bench = new Bench();
    bench.watch.start();
    await bench.clock.advance(1_000);
    bench.answer = () => new Promise((resolve) => bench.clock.setTimer(300_000, () => resolve({})));
    await bench.clock.advance(200_000);
    expect(bench.watch.status.state).toBe('connected');
    bench.answer = () =>
      Promise.reject(new RateLimitError({ status: 429, venueCode: '', venueMessage: '', retryAfterMs: 1_000, isBan: false }));
    await bench.clock.advance(200_000);
    expect(bench.watch.status.state).toBe('connected');
    expect(bench.told).toHaveLength(2);
    await bench.stop();
  });

  it('ends a check that is under way, and can be started again', async () => {
    const bench = new Bench();
    bench.answer = (call) =>
      new Promise((_, reject) => {
        call.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    bench.watch.start();
    await bench.clock.advance(1_000);
    await bench.stop();
    expect(bench.told).toEqual(['stopped > not-connected', 'not-connected > stopped']);
    bench.answer = () => Promise.resolve({});
    bench.watch.start();
    await bench.clock.advance(1_000);
    expect(bench.watch.status.state).toBe('connected');
    await bench.stop();
  });

  it('can be stopped by who is told of its start', async () => {
    const bench = new Bench();
    let stopped: Promise<void> | undefined;
    bench.services.hub.on('network-status-changed', ({ state }) => {
      if (state === 'not-connected') stopped = bench.watch.stop();
    });
    bench.watch.start();
    await bench.clock.advance(20_000);
    await stopped;
    expect(bench.watch.status.state).toBe('stopped');
    expect(bench.clock.pendingTimers).toBe(0);
  });
});
