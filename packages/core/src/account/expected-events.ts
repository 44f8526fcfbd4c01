import type { Clock, TimerHandle } from '../runtime/clock.ts';

/** A command about an order that the private stream must tell of as well. */
export type WitnessedCommand = 'place' | 'cancel';

/** What is told of commands, so that a private stream that does not tell of them is found out. */
export interface CommandWitness {
  /** The command leaves now. */
  sent(command: WitnessedCommand, clientOrderId: string): void;
  /** The venue has said that it was carried out. */
  acknowledged(command: WitnessedCommand, clientOrderId: string): void;
  /** Nothing is to be expected of it: refused, undecided, or to be confirmed at some later time. */
  ended(command: WitnessedCommand, clientOrderId: string): void;
  /** The private stream told of the order. */
  seen(clientOrderId: string, isDone: boolean): void;
}

/** What the watch over expected events is made of. */
export interface ExpectedEventsOptions {
  readonly clock: Clock;
  /** How long an event may take after the acknowledgement; 0: nothing is ever expected. */
  readonly withinMs: number;
  /** Whether the stream is supposed to be whole; what was expected of one that is not is forgotten, its repair covers it. */
  isWatching(): boolean;
  /** Whether events that have arrived are still to be handled: then it is too early to judge. */
  isBehind(): boolean;
  /** Nothing came about this order. `sentMs`: our monotonic time when the command left. */
  onMissing(clientOrderId: string, sentMs: number): void;
}

interface Expectation {
  readonly clientOrderId: string;
  readonly sentMs: number;
  isSeen: boolean;
  /** Undefined until the command has been acknowledged. */
  dueMs: number | undefined;
}

/** Finds out that a stream is silently dead: an order was acknowledged, and no private event about it comes. */
export class ExpectedEvents implements CommandWitness {
  readonly #options: ExpectedEventsOptions;
  readonly #expected: { readonly [Command in WitnessedCommand]: Map<string, Expectation> } = { place: new Map(), cancel: new Map() };
  /** Acknowledged and not seen, the oldest first. */
  readonly #due = new Set<Expectation>();
  #timer: TimerHandle | undefined;

  constructor(options: ExpectedEventsOptions) {
    this.#options = options;
  }

  sent(command: WitnessedCommand, clientOrderId: string): void {
    if (this.#options.withinMs <= 0) return;
    this.#expected[command].set(clientOrderId, {
      clientOrderId,
      sentMs: this.#options.clock.monotonicMs(),
      isSeen: false,
      dueMs: undefined,
    });
  }

  acknowledged(command: WitnessedCommand, clientOrderId: string): void {
    const expectation = this.#expected[command].get(clientOrderId);
    if (expectation === undefined) return;
    if (expectation.isSeen || !this.#options.isWatching()) {
      this.#expected[command].delete(clientOrderId);
      return;
    }
    expectation.dueMs = this.#options.clock.monotonicMs() + this.#options.withinMs;
    this.#due.add(expectation);
    this.#arm(this.#options.withinMs);
  }

  ended(command: WitnessedCommand, clientOrderId: string): void {
    this.#drop(command, this.#expected[command].get(clientOrderId));
  }

  seen(clientOrderId: string, isDone: boolean): void {
    this.#note('place', clientOrderId);
    if (isDone) this.#note('cancel', clientOrderId);
  }

  /** Forgets what was acknowledged; what is on its way is still watched. Leaves no timer. */
  forgetDue(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const { clientOrderId } of this.#due) {
      for (const map of [this.#expected.place, this.#expected.cancel]) {
        if (map.get(clientOrderId)?.dueMs !== undefined) map.delete(clientOrderId);
      }
    }
    this.#due.clear();
  }

  #note(command: WitnessedCommand, clientOrderId: string): void {
    const expectation = this.#expected[command].get(clientOrderId);
    if (expectation?.dueMs !== undefined) this.#drop(command, expectation);
    else if (expectation !== undefined) expectation.isSeen = true;
  }

  #drop(command: WitnessedCommand, expectation: Expectation | undefined): void {
    if (expectation === undefined) return;
    this.#expected[command].delete(expectation.clientOrderId);
    this.#due.delete(expectation);
    if (this.#due.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer ??= this.#options.clock.setTimer(delayMs, () => {
      this.#timer = undefined;
      this.#judge();
    });
  }

  #judge(): void {
    const options = this.#options;
    const [oldest] = this.#due;
    if (oldest?.dueMs === undefined) return;
    if (!options.isWatching()) {
      this.forgetDue();
      return;
    }
    const leftMs = oldest.dueMs - options.clock.monotonicMs();
    if (leftMs > 0 || options.isBehind()) {
      this.#arm(leftMs > 0 ? leftMs : options.withinMs);
      return;
    }
    this.forgetDue();
    options.onMissing(oldest.clientOrderId, oldest.sentMs);
  }
}
