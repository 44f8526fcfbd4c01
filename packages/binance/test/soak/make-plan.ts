import type { TradingPair } from '@venuekit/core/connector';
import { pickOne, randomInteger, SeededRandom } from '@venuekit/core/testing';
import { FAULT_PROFILES, drawWeather, type FaultProfile } from './draw-weather.ts';
import type { MemoryKind, RoundTimes, SoakAction, SoakPlan, SoakRound, SoakStep } from './soak-plan.ts';

/** What a run is drawn from. */
export interface SoakSettings {
  readonly seed: number;
  /** Virtual hours. */
  readonly hours: number;
  /** Default `all`. */
  readonly profile?: FaultProfile;
  /** Default: the store for even seeds, tracking states for odd ones. */
  readonly memory?: MemoryKind;
  /** Default two. */
  readonly tradingPairs?: readonly TradingPair[];
  /** Mean number of actions of all market makers in an hour without weather. Default 6. */
  readonly makersPerHour?: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** With its calm it makes a round of two hours. */
const TIMES: RoundTimes = { weatherMs: 30 * MINUTE_MS, calmMs: 40 * MINUTE_MS, idleMs: 50 * MINUTE_MS };
const ROUND_MS = TIMES.weatherMs + TIMES.calmMs + TIMES.idleMs;
const COMMANDS: ReadonlySet<SoakAction['kind']> = new Set<SoakAction['kind']>(['place', 'cancel', 'cancel-all', 'venue-fill']);
const SUDDEN: ReadonlySet<SoakAction['kind']> = new Set<SoakAction['kind']>(['crash', 'pause', 'cut', 'outage', 'terminate-private']);
const STEPS_PER_ROUND = 80;
const DEFAULT_PAIRS: readonly TradingPair[] = ['BTC-USDT', 'ETH-USDT'];
const DEFAULT_MAKERS_PER_HOUR = 6;

/** Draws a whole run from a seed. @throws RangeError unless it lasts for a round at least. */
export function makePlan(settings: SoakSettings): SoakPlan {
  const { seed, hours, profile = 'all', tradingPairs = DEFAULT_PAIRS, makersPerHour = DEFAULT_MAKERS_PER_HOUR } = settings;
  const count = Math.floor((hours * HOUR_MS) / ROUND_MS);
  if (!(count >= 1)) throw new RangeError(`a run lasts ${ROUND_MS / HOUR_MS} hours or more, not ${hours}`);
  const random = new SeededRandom(seed);
  const rounds: SoakRound[] = [];
  for (let index = 0; index < count; index += 1) {
    rounds.push({ seed: random.nextUint32(), steps: drawSteps(random, tradingPairs, profile) });
  }
  const memory = settings.memory ?? (seed % 2 === 0 ? 'store' : 'tracking-states');
  return { seed, memory, tradingPairs, times: TIMES, makerPauseMs: makersPerHour > 0 ? HOUR_MS / makersPerHour : 0, rounds };
}

/** Moments come in bursts, so that actions and faults meet. */
function drawSteps(random: SeededRandom, pairs: readonly TradingPair[], profile: FaultProfile): SoakStep[] {
  const steps: SoakStep[] = [];
  let burstMs = 0;
  for (let index = 0; index < STEPS_PER_ROUND; index += 1) {
    if (index % 6 === 0) burstMs = randomInteger(random, 0, TIMES.weatherMs - 3 * MINUTE_MS);
    const atMs = burstMs + Math.floor(random.next() ** 3 * 3 * MINUTE_MS);
    const isWeather = random.next() < FAULT_PROFILES[profile].share;
    steps.push({ atMs, action: isWeather ? drawWeather(random, pairs, profile) : drawTrade(random, pairs) });
  }
  return movedBehindCommands(random, steps).sort((left, right) => left.atMs - right.atMs);
}

/** Lets many a crash or cut come while a command is on its way, which takes two milliseconds. */
function movedBehindCommands(random: SeededRandom, steps: readonly SoakStep[]): SoakStep[] {
  const commands = steps.filter(({ action }) => COMMANDS.has(action.kind));
  return steps.map((step) => {
    if (commands.length === 0 || !SUDDEN.has(step.action.kind) || random.next() < 0.4) return step;
    return { ...step, atMs: pickOne(random, commands).atMs + randomInteger(random, 0, 3) };
  });
}

function drawTrade(random: SeededRandom, pairs: readonly TradingPair[]): SoakAction {
  const dice = random.next();
  if (dice < 0.5) return drawOrder(random, pickOne(random, pairs));
  if (dice < 0.66) return { kind: 'cancel', pick: random.next() };
  if (dice < 0.69) return { kind: 'cancel-all' };
  if (dice < 0.86) return { kind: 'venue-fill', pick: random.next(), isPartial: random.next() < 0.6 };
  if (dice < 0.91) return { kind: 'venue-cancel', pick: random.next() };
  if (dice < 0.95) {
    const asset = pickOne(random, ['USDT', 'BTC', 'ETH']);
    const amount = asset === 'USDT' ? '25000' : '0.5';
    return { kind: 'deposit', asset, amount: random.next() < 0.3 && asset !== 'USDT' ? '-0.01' : amount };
  }
  return { kind: 'maker' };
}

function drawOrder(random: SeededRandom, tradingPair: TradingPair): SoakAction {
  const side = random.next() < 0.5 ? 'buy' : 'sell';
  const lot = tradingPair.startsWith('BTC') ? 1 : 20;
  const amount = ((lot * randomInteger(random, 2, 60)) / 1_000).toFixed(3);
  const away = randomInteger(random, 200, 1_200);
  const dice = random.next();
  const shared = { kind: 'place', tradingPair, side, amount } as const;
  if (dice < 0.5) return { ...shared, orderType: 'limit', distanceBps: away };
  if (dice < 0.6) return { ...shared, orderType: 'limit-maker', distanceBps: random.next() < 0.7 ? away : -50 };
  if (dice < 0.75) return { ...shared, orderType: 'market', distanceBps: 0 };
  const timeInForce = pickOne(random, ['GTC', 'IOC', 'FOK'] as const);
  return { ...shared, orderType: 'limit', timeInForce, distanceBps: randomInteger(random, -60, 40) };
}
