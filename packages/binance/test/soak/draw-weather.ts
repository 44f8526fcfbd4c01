import type { TradingPair } from '@venuekit/core/connector';
import { pickOne, randomInteger, type SeededRandom } from '@venuekit/core/testing';
import type { CutManner, FaultRule, FrameFaultAction, HandshakeFaultAction, HttpFaultAction } from '@venuekit/venue';
import type { SoakAction } from './soak-plan.ts';

type WeatherKind = 'http' | 'frame' | 'login' | 'handshake' | 'cut' | 'market' | 'clock' | 'limits' | 'outage' | 'crash';

/** How bad the weather is: which part of the steps is weather, and how often each kind comes, relative to the others. */
interface Climate {
  readonly share: number;
  readonly weights: Readonly<Partial<Record<WeatherKind, number>>>;
}

/** Named mixtures of faults; `none` is a calm venue. */
export const FAULT_PROFILES = {
  all: {
    share: 0.45,
    weights: { http: 36, frame: 22, login: 4, handshake: 4, cut: 10, market: 6, clock: 7, limits: 4, outage: 2, crash: 5 },
  },
  network: { share: 0.5, weights: { http: 45, frame: 30, login: 5, handshake: 5, cut: 15 } },
  clock: { share: 0.4, weights: { clock: 60, http: 30, limits: 10 } },
  crash: { share: 0.4, weights: { crash: 40, http: 40, cut: 20 } },
  none: { share: 0, weights: {} },
} satisfies Readonly<Record<string, Climate>>;

export type FaultProfile = keyof typeof FAULT_PROFILES;

export function isFaultProfile(name: string): name is FaultProfile {
  return Object.hasOwn(FAULT_PROFILES, name);
}

const SERVICES = ['stream', 'ws-api'] as const;
const MANNERS: readonly CutManner[] = [
  { kind: 'without-close-frame' },
  { kind: 'close-frame', code: 1001 },
  { kind: 'close-frame', code: 1008, reason: 'policy' },
  { kind: 'half-open' },
];

/** One fault of a profile. */
export function drawWeather(random: SeededRandom, pairs: readonly TradingPair[], profile: FaultProfile): SoakAction {
  const climate: Climate = FAULT_PROFILES[profile];
  switch (drawKind(random, climate)) {
    case 'frame':
      return { kind: 'fault', rule: drawFrameFault(random) };
    case 'login':
      return { kind: 'fault', rule: drawLoginFault(random) };
    case 'handshake':
      return { kind: 'fault', rule: { on: 'handshake', times: randomInteger(random, 1, 4), action: drawHandshakeFault(random) } };
    case 'cut':
      return drawCut(random);
    case 'market':
      return drawMarketEvent(random, pairs);
    case 'clock':
      return drawClockEvent(random);
    case 'limits':
      return drawLimitEvent(random);
    case 'outage':
      return { kind: 'outage', forMs: randomInteger(random, 1_000, 240_000) };
    case 'crash': {
      const downMs = randomInteger(random, 1, 90_000);
      return random.next() < 0.7 ? { kind: 'crash', downMs } : { kind: 'pause', downMs };
    }
    default:
      return { kind: 'fault', rule: drawHttpFault(random) };
  }
}

function drawKind(random: SeededRandom, { weights }: Climate): string | undefined {
  const entries = Object.entries(weights);
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of entries) {
    left -= weight;
    if (left < 0) return kind;
  }
  return undefined;
}

/** Half of them wait for a command, because these are what money hangs on; the others take what comes. */
function drawHttpFault(random: SeededRandom): FaultRule {
  const operation = pickOne(random, [
    'place',
    'place',
    'place',
    'cancel',
    'cancel',
    'order',
    'open-orders',
    'fills',
    'balances',
    'time',
    'book',
  ] as const);
  return {
    on: 'http',
    ...(random.next() < 0.8 ? { match: { operation } } : {}),
    times: random.next() < 0.75 ? 1 : randomInteger(random, 2, 5),
    action: drawHttpAction(random),
  };
}

function drawHttpAction(random: SeededRandom): HttpFaultAction {
  const kind = pickOne(random, [
    'reset',
    'execute-then-reset',
    'hang',
    'execute-then-hang',
    'answer',
    'execute-then-answer',
    'execute-then-garbage',
    'execute-then-truncate',
    'execute-then-cut-body',
    'delay',
    'delay',
    'refuse',
  ] as const);
  switch (kind) {
    case 'answer':
    case 'execute-then-answer':
      return { kind, status: pickOne(random, [500, 502, 503, 504]), body: pickOne(random, ['', 'Service Unavailable', '<html></html>']) };
    case 'delay':
      return { kind, delayMs: randomInteger(random, 10, 20_000), phase: pickOne(random, ['request', 'reply'] as const) };
    case 'refuse':
      return { kind, reason: 'rate-limited', retryAfterMs: randomInteger(random, 1, 40) * 1_000 };
    default:
      return { kind };
  }
}

function drawFrameFault(random: SeededRandom): FaultRule {
  const frame = pickOne(random, ['execution', 'execution', 'execution', 'balances', 'book', 'book', 'trade', 'reply', 'notice'] as const);
  return {
    on: 'frame',
    match: { frame },
    times: random.next() < 0.7 ? 1 : randomInteger(random, 2, 4),
    action: drawFrameAction(random, frame === 'execution'),
  };
}

function drawFrameAction(random: SeededRandom, isExecution: boolean): FrameFaultAction {
  const kind = pickOne(random, [
    'drop',
    'drop',
    'duplicate',
    'duplicate',
    'delay',
    'reorder',
    'corrupt',
    'skip',
    'cut',
    'fall-silent',
  ] as const);
  if (kind === 'delay') return { kind, delayMs: randomInteger(random, 10, 15_000) };
  if (kind !== 'corrupt') return { kind };
  const how = isExecution
    ? pickOne(random, ['malformed', { remove: 'i' }, { replace: 'X', value: 'SOMETHING_NEW' }, { replace: 'l', value: 'many' }] as const)
    : 'malformed';
  return { kind, how };
}

/** What hits the subscription to private events. */
function drawLoginFault(random: SeededRandom): FaultRule {
  return random.next() < 0.6
    ? {
        on: 'frame',
        match: { frame: 'reply', service: 'ws-api' },
        action: pickOne(random, [{ kind: 'drop' }, { kind: 'delay', delayMs: 12_000 }]),
      }
    : {
        on: 'socket-request',
        action: pickOne(random, [{ kind: 'ignore' }, { kind: 'execute-then-ignore' }, { kind: 'execute-then-cut' }]),
      };
}

function drawHandshakeFault(random: SeededRandom): HandshakeFaultAction {
  return pickOne(random, [
    { kind: 'answer', status: 503 },
    { kind: 'answer', status: 429, headers: { 'retry-after': '5' } },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'accept-then-cut' },
    { kind: 'accept-then-fall-silent' },
  ]);
}

function drawCut(random: SeededRandom): SoakAction {
  const dice = random.next();
  if (dice < 0.15) return { kind: 'terminate-private' };
  if (dice < 0.2) return { kind: 'announce-closing' };
  const manner = pickOne(random, MANNERS);
  return random.next() < 0.3 ? { kind: 'cut', manner } : { kind: 'cut', manner, service: pickOne(random, SERVICES) };
}

function drawMarketEvent(random: SeededRandom, pairs: readonly TradingPair[]): SoakAction {
  const tradingPair = pickOne(random, pairs);
  if (random.next() < 0.6) return { kind: 'skip-update-id', tradingPair };
  return {
    kind: 'halt',
    tradingPair,
    status: pickOne(random, ['halted', 'cancel-only'] as const),
    forMs: randomInteger(random, 1_000, 300_000),
  };
}

function drawClockEvent(random: SeededRandom): SoakAction {
  const dice = random.next();
  if (dice < 0.4) return { kind: 'skew-venue', offsetMs: randomInteger(random, -20_000, 20_000) };
  if (dice < 0.8) return { kind: 'jump-ours', byMs: randomInteger(random, -30_000, 30_000) };
  return { kind: 'latency', ms: pickOne(random, [1, 1, 20, 300]) };
}

function drawLimitEvent(random: SeededRandom): SoakAction {
  if (random.next() < 0.3) return { kind: 'ban', forMs: randomInteger(random, 1, 120) * 1_000 };
  return {
    kind: 'fault',
    rule: {
      on: 'http',
      times: randomInteger(random, 1, 3),
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: randomInteger(random, 1, 60) * 1_000 },
    },
  };
}
