import { ConnectorError } from '../errors/connector-error.ts';
import type { NetworkState, NetworkStatus } from '../model/network-status.ts';
import type { ConnectorServices } from './connector-services.ts';
import { PollingLoop } from './polling-loop.ts';

/** How the network is watched; all times in ms. */
export interface NetworkWatchIntervals {
  /** Between the end of a check and the next. */
  readonly networkCheckMs: number;
  /** How long an answer may take, from the moment of sending. */
  readonly networkDeadlineMs: number;
  /** Before the next check after an error that is no failure of the network. */
  readonly networkRetryMs: number;
}

/** What a network that cannot be used looks like. */
const NETWORK_FAILURES: ReadonlySet<string> = new Set(['NETWORK', 'TIMEOUT', 'VENUE_UNAVAILABLE']);
/** Errors that only tell of full rate limits: nothing was learned of the network. */
const THROTTLE_FAILURES: ReadonlySet<string> = new Set(['RATE_LIMITED', 'THROTTLE']);

/**
 * Asks the venue again and again whether it can be reached, and tells of each change. It changes nothing else: streams and loops
 * come back by themselves. The wait for a rate limit does not count, so that a full one does not look like an outage.
 */
export class NetworkWatch {
  readonly #services: ConnectorServices;
  readonly #deadlineMs: number;
  readonly #loop: PollingLoop;
  #status: NetworkStatus = { state: 'stopped', sinceMs: undefined, reason: undefined };
  #pauseMs: number;

  constructor(services: ConnectorServices, intervals: NetworkWatchIntervals) {
    const { clock, random, log } = services.runtime;
    this.#services = services;
    this.#deadlineMs = intervals.networkDeadlineMs;
    this.#pauseMs = intervals.networkCheckMs;
    this.#loop = new PollingLoop({
      name: 'network-check',
      clock,
      random,
      log,
      intervalMs: () => this.#pauseMs,
      run: async (signal) => {
        this.#pauseMs = (await this.#check(signal)) === 'unexpected' ? intervals.networkRetryMs : intervals.networkCheckMs;
      },
    });
  }

  get status(): NetworkStatus {
    return this.#status;
  }

  start(): void {
    if (this.#status.state !== 'stopped') return;
    this.#loop.start();
    this.#become('not-connected', 'not checked yet');
  }

  /** Resolves when no check is under way. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    this.#become('stopped', 'the connector is stopped');
  }

  async #check(signal: AbortSignal): Promise<'answered' | 'expected' | 'unexpected'> {
    const { definition, rest } = this.#services;
    try {
      await rest.execute({ path: definition.checkNetworkRequestPath, timeoutMs: this.#deadlineMs, signal });
    } catch (error) {
      if (signal.aborted) return 'expected';
      const code = ConnectorError.is(error) ? error.code : '';
      if (THROTTLE_FAILURES.has(code)) return 'expected';
      this.#become('not-connected', error instanceof Error ? error.message : 'unknown error');
      return NETWORK_FAILURES.has(code) ? 'expected' : 'unexpected';
    }
    if (!signal.aborted) this.#become('connected', undefined);
    return 'answered';
  }

  #become(state: NetworkState, reason: string | undefined): void {
    const { clock, log } = this.#services.runtime;
    if (this.#status.state === state) {
      this.#status = { ...this.#status, reason };
      return;
    }
    const previous = this.#status.state;
    const nowMs = clock.wallMs();
    this.#status = { state, sinceMs: nowMs, reason };
    if (state === 'not-connected' && previous === 'connected') log.warn({ reason }, 'the venue cannot be reached');
    else log.info({ state, reason }, 'the state of the network has changed');
    this.#services.hub.emit({ type: 'network-status-changed', state, previous, reason, eventTimeMs: nowMs });
  }
}
