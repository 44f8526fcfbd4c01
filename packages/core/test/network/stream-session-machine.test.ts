import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextWakeMs } from '../../src/network/stream-deadlines.ts';
import { step } from '../../src/network/stream-session-machine.ts';
import type { StreamSessionEffect, StreamSessionEvent } from '../../src/network/stream-session-machine.ts';
import { initialStreamSessionState, isListening, noteFrame, streamTiming } from '../../src/network/stream-session-state.ts';
import type { StreamSessionState } from '../../src/network/stream-session-state.ts';

interface Abilities {
  readonly hasLogin: boolean;
  readonly canUnsubscribe: boolean;
  readonly isGated?: boolean;
}

interface Request {
  readonly kind: 'subscribe' | 'unsubscribe' | 'login';
  readonly topics: readonly string[];
}

/** A socket as the other side has it. */
interface ModelSocket {
  readonly generation: number;
  isOpen: boolean;
  isLoggedIn: boolean;
  /** What the venue believes to be subscribed. */
  readonly topics: Set<string>;
  readonly unanswered: Map<number, Request>;
}

function must(holds: boolean, broken: string): void {
  if (!holds) throw new Error(broken);
}

/** The world around one machine: it performs the effects in the simplest way and checks every invariant at each step. */
class Model {
  readonly state: StreamSessionState;
  readonly wanted = new Set<string>();
  readonly refused = new Set<string>();
  readonly usedIds = new Set<number>();
  readonly oldIds: number[] = [];
  nowMs = 0;
  socket: ModelSocket | undefined;
  deadGenerations: number[] = [];
  liveGeneration: number | undefined;
  stoppedCount = 0;
  /** The generation that waits for a permit, and the one that holds it while the machine is told. */
  asking: number | undefined;
  #permitted: number | undefined;
  #chance = 0;
  #lastGeneration = 0;

  constructor(abilities: Abilities) {
    this.state = initialStreamSessionState(streamTiming({ url: 'wss://x.test', topicsPerFrame: 2, sendSpacingMs: 100 }), {
      ...abilities,
      canSubscribe: true,
    });
  }

  dispatch(event: StreamSessionEvent): void {
    this.#chance = (this.#chance + 0.37) % 1;
    const effects: StreamSessionEffect[] = [];
    step(this.state, { ...event, nowMs: this.nowMs, chance: this.#chance }, effects);
    for (const effect of effects) this.#perform(effect);
    this.#check();
  }

  advance(ms: number): void {
    const endMs = this.nowMs + ms;
    for (let wakeMs = nextWakeMs(this.state); wakeMs !== undefined && wakeMs <= endMs; wakeMs = nextWakeMs(this.state)) {
      must(wakeMs >= this.nowMs, 'a wake lies in the past');
      const before = JSON.stringify([
        this.nowMs,
        this.state.phase,
        this.state.nextSendMs,
        this.state.pongDeadlineMs,
        this.state.generation,
        this.state.permit,
      ]);
      this.nowMs = wakeMs;
      this.dispatch({ kind: 'tick' });
      const after = JSON.stringify([
        this.nowMs,
        this.state.phase,
        this.state.nextSendMs,
        this.state.pongDeadlineMs,
        this.state.generation,
        this.state.permit,
      ]);
      must(after !== before, 'a wake changed nothing');
    }
    this.nowMs = endMs;
  }

  /** The venue answers its oldest open request. */
  answer(isAccepted: boolean): void {
    const { socket } = this;
    const [entry] = socket?.unanswered ?? [];
    if (socket === undefined || entry === undefined) return;
    const [requestId, request] = entry;
    socket.unanswered.delete(requestId);
    this.oldIds.push(requestId);
    if (isAccepted || request.kind === 'unsubscribe') {
      for (const topic of request.topics) {
        if (request.kind === 'subscribe') socket.topics.add(topic);
        else socket.topics.delete(topic);
      }
    }
    if (isAccepted) {
      if (request.kind === 'login') socket.isLoggedIn = true;
      this.dispatch({ kind: 'acknowledged', requestId });
      return;
    }
    if (request.kind === 'subscribe') for (const topic of request.topics) if (this.wanted.has(topic)) this.refused.add(topic);
    this.dispatch({ kind: 'refused', requestId, error: new Error('no') });
  }

  /** The gate lets the frame go that was asked for, or one that nobody needs any more. */
  admit(): void {
    if (this.asking === undefined) return;
    const generation = this.asking;
    this.asking = undefined;
    this.#permitted = generation;
    this.dispatch({ kind: 'admitted', generation });
    this.#permitted = undefined;
    must(this.state.permit !== 'granted', 'a permit was kept for later');
  }

  #send(): void {
    if (!this.state.isGated) return;
    must(this.#permitted === this.state.generation, 'a frame without a permit');
    this.#permitted = undefined;
  }

  close(): void {
    const { socket } = this;
    if (socket === undefined) return;
    this.#lose(socket);
    this.dispatch({ kind: 'closed', generation: socket.generation, reason: 'closed' });
  }

  open(): void {
    if (this.socket === undefined || this.socket.isOpen) return;
    this.socket.isOpen = true;
    this.dispatch({ kind: 'opened', generation: this.socket.generation });
  }

  #lose(socket: ModelSocket): void {
    this.deadGenerations.push(socket.generation);
    this.oldIds.push(...socket.unanswered.keys());
    this.socket = undefined;
  }

  #perform(effect: StreamSessionEffect): void {
    const { socket } = this;
    switch (effect.kind) {
      case 'open':
        must(socket === undefined, 'two sockets at a time');
        must(effect.generation === this.#lastGeneration + 1, 'a generation was left out');
        this.#lastGeneration = effect.generation;
        this.socket = { generation: effect.generation, isOpen: false, isLoggedIn: false, topics: new Set(), unanswered: new Map() };
        this.refused.clear();
        return;
      case 'prepare-login':
        this.state.lastRequestId += 1;
        this.#prepared(this.state.lastRequestId, effect.generation);
        return;
      case 'ask-to-send':
        must(this.state.isGated, 'a permit was asked for that nobody gives');
        must(this.asking !== effect.generation, 'two permits were asked for at a time');
        this.asking = effect.generation;
        return;
      case 'send': {
        this.#send();
        must(socket?.isOpen === true, 'a frame for a socket that is not open');
        const requestId = Number(effect.frame);
        must(!this.usedIds.has(requestId), 'a request id came twice');
        this.usedIds.add(requestId);
        socket?.unanswered.set(requestId, { kind: 'login', topics: [] });
        return;
      }
      case 'subscribe':
      case 'unsubscribe':
        this.#send();
        must(socket?.isOpen === true, 'a frame for a socket that is not open');
        must(this.liveGeneration === socket?.generation, 'subscribed before the stream was live');
        must(effect.topics.length <= 2, 'too many topics in a frame');
        must(!this.usedIds.has(effect.requestId), 'a request id came twice');
        this.usedIds.add(effect.requestId);
        socket?.unanswered.set(effect.requestId, { kind: effect.kind, topics: effect.topics });
        return;
      case 'live':
        must(socket?.isLoggedIn === true || !this.state.hasLogin, 'live before the login was accepted');
        this.liveGeneration = effect.generation;
        return;
      case 'interrupted':
        this.liveGeneration = undefined;
        return;
      case 'stopped':
        must(socket === undefined, 'stopped with a socket');
        this.stoppedCount += 1;
        return;
      case 'confirmed':
        for (const topic of effect.topics) must(socket?.topics.has(topic) === true, 'confirmed what the venue does not know');
        return;
      case 'rotation-due':
        must(this.state.isRotatedByOwner, 'the age was told to an owner who does not rotate');
        return;
      case 'ping':
        this.#send();
        return;
      case 'close':
      case 'terminate':
      case 'refused':
        return;
    }
  }

  /** The login's frame is ready at once; the machine may not be entered while it performs effects. */
  readonly ready: (() => void)[] = [];
  #prepared(requestId: number, generation: number): void {
    this.ready.push(() => this.dispatch({ kind: 'login-ready', generation, frames: [{ requestId, frame: String(requestId) }] }));
  }

  #check(): void {
    const { state } = this;
    for (const generation of this.deadGenerations) must(!isListening(state, generation), 'an old generation is heard');
    must(state.hasSocket === (this.socket !== undefined), 'the machine is wrong about its socket');
    must(state.phase !== 'live' || this.liveGeneration === state.generation, 'live without telling');
    must(state.isStarted || nextWakeMs(state) === undefined, 'a stopped session waits for a time');
    must(state.phase === 'live' || state.registry.confirmed().length === 0, 'confirmed without a live connection');
    for (const topic of state.registry.confirmed()) {
      if (this.state.canUnsubscribe) must(this.socket?.topics.has(topic) === true, 'confirmed what the venue does not know');
    }
  }
}

const topics = fc.subarray(['a', 'b', 'c', 'd', 'e', '__proto__'], { minLength: 1 });
const operation = fc.oneof(
  topics.map((list) => (model: Model) => {
    for (const topic of list) model.wanted.add(topic);
    model.dispatch({ kind: 'want', topics: list });
  }),
  topics.map((list) => (model: Model) => {
    for (const topic of list) model.wanted.delete(topic);
    for (const topic of list) model.refused.delete(topic);
    model.dispatch({ kind: 'unwant', topics: list });
  }),
  fc.constant((model: Model) => model.open()),
  fc.constant((model: Model) => model.answer(true)),
  fc.constant((model: Model) => model.answer(false)),
  fc.constant((model: Model) => model.close()),
  fc.constant((model: Model) => model.admit()),
  fc.constant((model: Model) => model.dispatch({ kind: 'start' })),
  fc.constant((model: Model) => model.dispatch({ kind: 'stop' })),
  fc.constant((model: Model) => model.dispatch({ kind: 'restart', reason: 'test' })),
  fc.constant((model: Model) => model.dispatch({ kind: 'ponged', generation: model.state.generation })),
  fc.constant((model: Model) => model.ready.shift()?.()),
  fc.nat(5).map((age) => (model: Model) => {
    const requestId = model.oldIds.at(-1 - age);
    if (requestId !== undefined) model.dispatch({ kind: 'acknowledged', requestId });
  }),
  fc.nat(5).map((age) => (model: Model) => {
    const generation = model.deadGenerations.at(-1 - age);
    if (generation === undefined) return;
    model.dispatch({ kind: 'opened', generation });
    model.dispatch({ kind: 'closed', generation, reason: 'late' });
    model.dispatch({ kind: 'login-ready', generation, frames: [] });
    model.dispatch({ kind: 'login-failed', generation, error: new Error('late') });
    model.dispatch({ kind: 'admitted', generation });
  }),
  fc.constantFrom(1, 50, 100, 1_000, 20_000, 100_000).map((ms) => (model: Model) => model.advance(ms)),
);

test('for any interleaving: one socket at a time, no frame without the permit it may need, old generations are deaf, and in the end exactly the wanted topics are confirmed', () => {
  fc.assert(
    fc.property(
      fc.record({ hasLogin: fc.boolean(), canUnsubscribe: fc.constant(true), isGated: fc.boolean() }),
      fc.array(operation, { maxLength: 60, size: 'max' }),
      (abilities, operations) => {
        const model = new Model(abilities);
        for (const run of operations) run(model);
        quiesce(model);
        const { state, socket } = model;
        expect(state.phase).toBe('live');
        const confirmed = state.registry.confirmed().toSorted();
        expect(confirmed).toEqual([...model.wanted].filter((topic) => !model.refused.has(topic)).toSorted());
        expect([...(socket?.topics ?? [])].toSorted()).toEqual(confirmed);
        model.dispatch({ kind: 'stop' });
        const before = model.stoppedCount;
        model.close();
        expect(model.stoppedCount).toBe(before + 1);
        expect(nextWakeMs(state)).toBeUndefined();
      },
    ),
    { numRuns: 2_000 },
  );
});

/** From here on everybody behaves, until nothing is left to do. */
function quiesce(model: Model): void {
  model.dispatch({ kind: 'start' });
  for (let round = 0; round < 200; round += 1) {
    if (model.state.phase === 'backing-off' && model.socket !== undefined) model.close();
    model.open();
    model.ready.splice(0).forEach((ready) => ready());
    model.admit();
    while ((model.socket?.unanswered.size ?? 0) > 0) model.answer(true);
    model.dispatch({ kind: 'ponged', generation: model.state.generation });
    noteFrame(model.state, model.nowMs, true);
    model.advance(model.state.phase === 'backing-off' ? 1_000 : 100);
    const { registry } = model.state;
    if (model.state.phase === 'live' && !registry.hasNext && registry.pendingRequests === 0) return;
  }
  throw new Error('the session does not come to rest');
}

test('a topic that cannot be ended is not asked to end, and is asked for again when wanted again', () => {
  const model = new Model({ hasLogin: false, canUnsubscribe: false });
  model.dispatch({ kind: 'start' });
  model.open();
  model.dispatch({ kind: 'want', topics: ['a'] });
  model.answer(true);
  model.dispatch({ kind: 'unwant', topics: ['a'] });
  model.advance(1_000);
  expect(model.state.registry.confirmed()).toEqual([]);
  expect(model.socket?.unanswered.size).toBe(0);
  model.dispatch({ kind: 'want', topics: ['a'] });
  model.advance(1_000);
  expect(model.socket?.unanswered.size).toBe(1);
});

test('a rotation is random but never later than planned', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
      const state = initialStreamSessionState(streamTiming({ url: 'wss://x.test' }), {
        hasLogin: false,
        canSubscribe: true,
        canUnsubscribe: true,
      });
      step(state, { kind: 'start', nowMs: 0, chance }, []);
      step(state, { kind: 'opened', generation: 1, nowMs: 0, chance }, []);
      expect(state.rotateAtMs).toBeLessThanOrEqual(85_800_000);
      expect(state.rotateAtMs).toBeGreaterThan(85_800_000 * 0.95 - 1);
    }),
  );
});
