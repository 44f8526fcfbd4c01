import { ManualClock } from '../../src/clock/manual-clock.ts';
import { ClockError } from '../../src/errors/clock-error.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { LogFields, Logger } from '../../src/runtime/logger.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { Secret } from '../../src/runtime/secret.ts';
import type { RateLimit } from '../../src/throttle/rate-limit.ts';
import { Throttler } from '../../src/throttle/throttler.ts';
import type { Authenticator } from '../../src/web/authenticator.ts';
import { encodeQuery } from '../../src/web/encode-query.ts';
import type { RestResponse } from '../../src/web/rest-response.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';
import { WebAssistantsFactory, type WebAssistantsFactoryOptions } from '../../src/web/web-assistants-factory.ts';
import { ScriptedHttpClient } from './scripted-http-client.ts';

export const SECRET_KEY = 'KEY-THAT-NOBODY-MAY-SEE';

/** Signs with a secret that a test looks for wherever it must not be. */
export const signing: Authenticator & { readonly secret: Secret } = {
  secret: new Secret(SECRET_KEY),
  restAuthenticate(request, nowMs) {
    const query = encodeQuery({ ...request.parameters, timestamp: nowMs });
    const signature = `${this.secret.reveal()}-signed`;
    return { ...request, encodedQuery: `${query}&signature=${signature}`, headers: { ...request.headers, 'x-key': SECRET_KEY } };
  },
  wsAuthenticate: (request, nowMs) => ({ ...request, payload: { login: true, timestamp: nowMs } }),
};

/** A venue that says `{"code":1}` for a stale timestamp and any other code for a rejection. */
export function classify(response: RestResponse): Error | undefined {
  if (response.status !== 400) return undefined;
  const { code } = JSON.parse(response.text) as { readonly code: number };
  const details = { venueCode: String(code), venueMessage: 'no' };
  return code === 1 ? new ClockError(details) : new VenueRejection({ ...details, status: 400, reason: 'other' });
}

export const LIMITS: readonly RateLimit[] = [
  { limitId: 'pool', limit: 10, intervalMs: 1_000 },
  { limitId: '/order', limit: 2, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool' }] },
  { limitId: '/ping', limit: 10, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool' }] },
  { limitId: '/time', limit: 10, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool' }] },
  { limitId: '/alone', limit: 10, intervalMs: 1_000 },
];

/** A factory on a manual clock, before a scripted HTTP client. */
export class WebWorld {
  readonly clock: ManualClock = new ManualClock({ wallMs: 1_700_000_000_000 });
  readonly http: ScriptedHttpClient = new ScriptedHttpClient();
  readonly throttler: Throttler = new Throttler({ limits: LIMITS, clock: this.clock, safetyMarginPercent: 0 });
  readonly time: TimeSynchronizer = new TimeSynchronizer(this.clock);
  readonly warnings: string[] = [];
  /** What the warnings are about. */
  readonly warningFields: LogFields[] = [];
  readonly factory: WebAssistantsFactory;

  constructor(options: Partial<WebAssistantsFactoryOptions> = {}) {
    const note = (fields: LogFields, message: string): void => {
      this.warningFields.push(fields);
      this.warnings.push(message);
    };
    const log: Logger = { ...silentLogger, warn: note, error: note };
    const network = new InProcessNetwork({ clock: this.clock });
    this.factory = new WebAssistantsFactory({
      runtime: inProcessRuntime({ clock: this.clock, network, random: new SeededRandom(1), log }),
      throttler: this.throttler,
      timeSynchronizer: this.time,
      authenticator: signing,
      resolveUrl: (path, isAuthRequired) => `https://${isAuthRequired ? 'private' : 'public'}.venue.test${path}`,
      classify,
      createHttpClient: () => this.http,
      ...options,
    });
  }

  /** The parameters of the request with this number, as they were sent. */
  sentParameters(index: number): ReadonlyMap<string, string> {
    const url = this.http.requests[index]?.url;
    if (url === undefined) throw new Error(`there was no request ${index}`);
    return new Map(new URL(url).searchParams);
  }
}

/** A server time of the test's choice, asked for at `/time` like a venue's. */
export const serverTime: NonNullable<WebAssistantsFactoryOptions['serverTime']> = async (rest, signal) => {
  const reply = (await rest.execute({ path: '/time', ...(signal === undefined ? {} : { signal }) })) as { readonly serverTime: number };
  return reply.serverTime;
};

/** Resolves to what the work throws. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
