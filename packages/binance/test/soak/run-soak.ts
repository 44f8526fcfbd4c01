import { createHash } from 'node:crypto';
import process from 'node:process';
import type { ConnectorEvent } from '@venuekit/core';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { SoakViolation } from './event-laws.ts';
import { performAction, type SoakScene } from './perform-action.ts';
import { describeAction, type SoakPlan, type SoakRound } from './soak-plan.ts';
import { SoakProgram } from './soak-program.ts';
import { ACCOUNT, SoakVenue } from './soak-venue.ts';
import { Timeline } from './timeline.ts';
import { TruthCheck } from './truth-check.ts';

/** Where a run broke a law. */
export interface SoakFailure {
  readonly law: string;
  readonly message: string;
  /** From 0. */
  readonly round: number;
  readonly atMs: number;
  /** What happened before it; empty unless it was asked for. */
  readonly timeline: readonly string[];
}

/** How a run ended. */
export interface SoakResult {
  readonly failure: SoakFailure | undefined;
  /** Of everything that the connector told, in its order: equal for equal runs. */
  readonly traceHash: string;
  readonly virtualMs: number;
  readonly quietPoints: number;
  readonly orders: number;
  readonly fills: number;
  readonly faults: number;
  readonly crashes: number;
}

export interface SoakRunOptions {
  /** How much of the time before a failure is told, in ms. Default: nothing, which is faster. */
  readonly timelineMs?: number;
  /** Puts something between the engine and the connector's definition: a mistake that the run shall find. */
  readonly wrapDefinition?: (definition: ConnectorDefinition) => ConnectorDefinition;
}

const STOP_LIMIT_MS = 120_000;
/** How long the market makers go on after the weather; then nothing moves until the quiet point. */
const AFTERMATH_MS = 180_000;

/** Plays a plan. Never throws for what the connector does: that is the result's failure. */
export async function runSoak(plan: SoakPlan, options: SoakRunOptions = {}): Promise<SoakResult> {
  const run = new SoakRun(plan, options);
  const onRejection = (reason: unknown): void => run.noteProblem('unhandled rejection', reason);
  process.on('unhandledRejection', onRejection);
  try {
    return await run.play();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

class SoakRun {
  readonly #plan: SoakPlan;
  readonly #timelineMs: number;
  readonly #site: SoakVenue;
  readonly #check: TruthCheck;
  readonly #timeline: Timeline | undefined;
  readonly #program: SoakProgram;
  readonly #hash = createHash('sha256');
  #failure: Omit<SoakFailure, 'timeline'> | undefined;
  #round = 0;
  #quietPoints = 0;
  #faults = 0;
  #crashes = 0;

  constructor(plan: SoakPlan, options: SoakRunOptions) {
    this.#plan = plan;
    this.#timelineMs = options.timelineMs ?? 0;
    this.#site = new SoakVenue(plan.tradingPairs, plan.seed, plan.makerPauseMs);
    this.#timeline = this.#timelineMs > 0 ? new Timeline(() => this.#site.clock.monotonicMs()) : undefined;
    this.#check = new TruthCheck(this.#site.venue);
    this.#witnessVenue();
    this.#program = new SoakProgram(
      this.#site,
      plan.tradingPairs,
      {
        onOrderEvent: (event) => {
          this.#trace(event);
          this.#attempt(() => {
            this.#check.laws.note(event);
            if (event.type === 'order-failed') this.#check.checkFailed(event.clientOrderId, event.message);
          });
        },
        onEvent: (event) => {
          this.#trace(event);
          if (event.type === 'order-filled-late') this.#attempt(() => this.#check.laws.noteLateFill(event));
        },
        onCancellation: ({ clientOrderId, success }) => {
          if (success) this.#attempt(() => this.#check.checkCanceled(clientOrderId));
        },
      },
      { memory: plan.memory, timeline: this.#timeline, wrapDefinition: options.wrapDefinition },
    );
  }

  /** Notes the first thing that went wrong. */
  noteProblem(law: string, reason: unknown): void {
    const message =
      reason instanceof Error ? (reason instanceof SoakViolation ? reason.message : (reason.stack ?? reason.message)) : String(reason);
    this.#failure ??= { law, message, round: this.#round, atMs: this.#site.clock.monotonicMs() };
  }

  async play(): Promise<SoakResult> {
    try {
      await this.#site.clock.advance(60_000);
      for (const round of this.#plan.rounds) {
        await this.#playRound(round);
        if (this.#failure !== undefined) break;
        this.#round += 1;
      }
      if (this.#failure === undefined) await this.#end();
    } catch (error) {
      this.noteProblem(error instanceof SoakViolation ? error.law : 'the run itself failed', error);
    }
    return this.#result();
  }

  async #playRound(round: SoakRound): Promise<void> {
    const { clock } = this.#site;
    const { weatherMs, calmMs, idleMs } = this.#plan.times;
    const startMs = clock.monotonicMs();
    this.#site.random.renew(round.seed);
    const scene: SoakScene = { site: this.#site, program: this.#program, placed: [], onPlaced: (id) => this.#check.noteGiven(id) };
    this.#site.startMaking();
    for (const { atMs, action } of round.steps) {
      await this.#advanceTo(startMs + Math.min(atMs, weatherMs));
      if (this.#failure !== undefined) return;
      if (action.kind === 'crash') this.#crashes += 1;
      this.#timeline?.add('plan', describeAction(action));
      performAction(scene, action);
    }
    await this.#advanceTo(startMs + weatherMs);
    this.#faults += this.#site.venue.control.faults.applied.length;
    this.#timeline?.add('plan', 'the weather is over');
    this.#site.calmDown();
    await this.#advanceTo(startMs + weatherMs + AFTERMATH_MS);
    this.#site.nudgeBooks();
    await this.#advanceTo(startMs + weatherMs + calmMs);
    this.#timeline?.add('plan', 'quiet point');
    this.#checkQuiet();
    if (this.#failure !== undefined) return;
    this.#quietPoints += 1;
    this.#site.startMaking();
    await this.#advanceTo(startMs + weatherMs + calmMs + idleMs);
  }

  async #advanceTo(monotonicMs: number): Promise<void> {
    if (this.#failure !== undefined) return;
    await this.#site.clock.advanceTo(Math.max(monotonicMs, this.#site.clock.monotonicMs()));
    this.#attempt(() => this.#check.checkAlways());
  }

  #checkQuiet(): void {
    const { connector } = this.#program;
    this.#attempt(() => {
      if (connector === undefined) throw new SoakViolation('not running', 'the program did not come back');
      this.#check.checkQuiet(connector);
    });
  }

  async #end(): Promise<void> {
    const { clock, network } = this.#site;
    let isStopped = false;
    const stopped = this.#program.stop().then(() => {
      isStopped = true;
    });
    await clock.runUntil(() => isStopped, { maximumMs: STOP_LIMIT_MS });
    await stopped;
    const { timers, sockets, requests } = this.#program.leftovers;
    if (timers + sockets + requests > 0)
      throw new SoakViolation('left after stop', `${timers} timers, ${sockets} sockets, ${requests} requests`);
    this.#site.close();
    await clock.advance(5_000);
    if (network.openSockets > 0 || clock.pendingTimers > 0)
      throw new SoakViolation('left in the end', `${network.openSockets} sockets, ${clock.pendingTimers} timers`);
  }

  #attempt(check: () => void): void {
    if (this.#failure !== undefined) return;
    try {
      check();
    } catch (error) {
      this.noteProblem(error instanceof SoakViolation ? error.law : 'a check itself failed', error);
    }
  }

  #trace(event: ConnectorEvent): void {
    const text = `${event.type} ${eventText(event)}`;
    this.#hash.update(`${this.#site.clock.monotonicMs()} ${text}\n`);
    this.#timeline?.add('ours', text);
  }

  #witnessVenue(): void {
    const timeline = this.#timeline;
    if (timeline === undefined) return;
    this.#site.venue.world.addListener({
      onExecution: ({ kind, order, fill }) => {
        if (order.account !== ACCOUNT) return;
        const trade = fill === undefined ? '' : `, trade ${fill.trade.tradeId} of ${fill.trade.amount.toFixed()}`;
        timeline.add(
          'venue',
          `${kind} ${order.tradingPair} ${order.side} ${order.type} ${order.clientOrderId} #${order.orderId} is ${order.status}${trade}`,
        );
      },
      onBalances: () => {},
      onTrade: () => {},
      onBookChange: ({ tradingPair, lastUpdateId }) => timeline.add('venue', `book ${tradingPair} is at ${lastUpdateId}`),
    });
  }

  #result(): SoakResult {
    const timeline = this.#timeline?.lines(this.#timelineMs) ?? [];
    return {
      failure: this.#failure && { ...this.#failure, timeline },
      traceHash: this.#hash.digest('hex'),
      virtualMs: this.#site.clock.monotonicMs(),
      quietPoints: this.#quietPoints,
      orders: this.#check.orders,
      fills: this.#check.fills,
      faults: this.#faults,
      crashes: this.#crashes,
    };
  }
}

/** What an event says, but for the parts that are large. */
function eventText({ type: _type, ...rest }: ConnectorEvent): string {
  return JSON.stringify(rest, (_key, value: unknown) => (value instanceof Error ? `${value.name}: ${value.message}` : value));
}
