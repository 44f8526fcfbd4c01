import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { EventRecord } from './event-record.ts';
import type { Death, KnownState, LifePlan, Order, Saying } from './kill-plan.ts';
import { KillVenue } from './kill-venue.ts';

/** What is killed, and when. */
export interface KillRun {
  readonly seed: number;
  /** One life each; a last one is stopped in good order. */
  readonly deaths: readonly Death[];
  /** An empty directory for the store. */
  readonly directory: string;
  /** Told after each life. */
  readonly onLife?: (life: number, death: Death | undefined) => void;
  /** Ends the run: the program that lives then is killed, and the run rejects. */
  readonly signal?: AbortSignal;
}

export interface KillReport {
  readonly lives: number;
  readonly orders: number;
  readonly fills: number;
  readonly events: number;
  /** Events that were told again after a restart. */
  readonly repetitions: number;
}

/**
 * Lets programs trade on one venue and one store, one after the other, each killed with SIGKILL in its turn. Each must first know what
 * the venue knows: orders, fills and balances; all events must have been told, and no order placed twice.
 * @throws Error naming life and death when that is not so.
 */
export async function runKills(run: KillRun): Promise<KillReport> {
  const venue = await KillVenue.open(run.seed);
  const record = new EventRecord();
  const lives: (Death | undefined)[] = [...run.deaths, undefined];
  try {
    for (const [index, death] of lives.entries()) {
      const plan: LifePlan = { ...venue.addresses, path: join(run.directory, 'orders.db'), seed: run.seed * 1_000 + index, death };
      try {
        await new Life(plan, venue, record).live(run.signal);
      } catch (error) {
        throw new Error(`seed ${run.seed}, life ${index + 1}, ${JSON.stringify(death ?? 'not killed')}`, { cause: error });
      }
      run.onLife?.(index + 1, death);
    }
    return {
      lives: lives.length,
      orders: venue.orders.length,
      fills: venue.fills.length,
      events: record.events,
      repetitions: record.repetitions,
    };
  } finally {
    await venue.close();
  }
}

/** One life of the program, in a process of its own. */
class Life {
  readonly #plan: LifePlan;
  readonly #venue: KillVenue;
  readonly #record: EventRecord;
  readonly #child: ChildProcess;
  #problem: Error | undefined;
  #isInOrder = false;
  #lastState: KnownState | undefined;

  constructor(plan: LifePlan, venue: KillVenue, record: EventRecord) {
    this.#plan = plan;
    this.#venue = venue;
    this.#record = record;
    const script = fileURLToPath(new URL('mortal-program.ts', import.meta.url));
    this.#child = spawn(process.execPath, ['-C', '@venuekit/source', script, JSON.stringify(plan)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(plan.path, '..', 'compiled') },
    });
  }

  /** Resolves when it has ended as planned. */
  async live(signal: AbortSignal | undefined): Promise<void> {
    const child = this.#child;
    const { stdout } = child;
    if (stdout === null) throw new Error('the program has no output');
    const end = (): void => {
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', end);
    const ended = once(child, 'exit');
    const heard = once(
      createInterface({ input: stdout }).on('line', (line: string) => this.#hear(line)),
      'close',
    );
    await Promise.all([ended, heard]);
    signal?.removeEventListener('abort', end);
    if (this.#problem !== undefined) throw this.#problem;
    if (signal?.aborted === true) throw this.#undecided('the time is up');
    const { death } = this.#plan;
    const isKilled = child.signalCode === 'SIGKILL';
    if (isKilled !== (death !== undefined)) throw new Error(`the program has ended with ${child.signalCode ?? `code ${child.exitCode}`}`);
    if (death?.phase !== 'start' && !this.#isInOrder) throw this.#undecided('the program has died before it knew what the venue knows');
  }

  #undecided(message: string): Error {
    const shown = JSON.stringify({ program: this.#lastState, venue: this.#venue.truth });
    return new Error(this.#isInOrder ? message : `${message}: ${shown}`);
  }

  #hear(line: string): void {
    if (this.#problem !== undefined) return;
    try {
      const saying: Saying = JSON.parse(line);
      this.#take(saying);
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
      this.#child.kill('SIGKILL');
    }
  }

  #take(saying: Saying): void {
    switch (saying.say) {
      case 'told': {
        const wrong = this.#record.add(saying.event);
        if (wrong !== undefined) throw new Error(wrong);
        break;
      }
      case 'fill':
        this.#venue.fill(saying.clientOrderId, saying.amount);
        break;
      case 'failure':
        throw new Error(saying.message);
      case 'state':
        this.#lastState = saying.state;
        if (!this.#isInOrder && isDeepStrictEqual(saying.state, this.#venue.truth)) this.#goOn();
    }
  }

  #goOn(): void {
    this.#isInOrder = true;
    const wrong = differences(this.#venue, this.#record);
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    const { death } = this.#plan;
    if (death?.phase === 'start' && 'boundary' in death) throw new Error('the program has not come to its boundary');
    const order: Order = death === undefined || death.phase === 'stop' ? 'stop' : 'trade';
    this.#child.stdin?.write(`${order}\n`);
  }
}

/** What has not been told as it happened. */
function differences(venue: KillVenue, record: EventRecord): string[] {
  const happened = new Set(venue.fills);
  const wrong = [...venue.defects];
  for (const fill of happened) if (!record.fills.has(fill)) wrong.push(`the fill ${fill} was not told`);
  for (const fill of record.fills) if (!happened.has(fill)) wrong.push(`the fill ${fill} was told and has not happened`);
  const placed = new Set<string>();
  for (const [clientOrderId, end] of venue.orders) {
    if (placed.has(clientOrderId)) wrong.push(`the order ${clientOrderId} was placed twice`);
    placed.add(clientOrderId);
    if (!record.hasTold('order-created', clientOrderId)) wrong.push(`the order ${clientOrderId} was not told as created`);
    if (end !== undefined && !record.hasTold(end, clientOrderId)) wrong.push(`the end of the order ${clientOrderId}, ${end}, was not told`);
    if (record.hasTold('order-failed', clientOrderId)) wrong.push(`the order ${clientOrderId} was told as failed and is at the venue`);
  }
  return wrong;
}
