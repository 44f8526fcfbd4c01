import { ConfigurationError, ConnectorError, NotImplementedError } from '@venuekit/core/connector';
import type { ConnectorDefinition, RequestContext } from '@venuekit/core/connector';
import { CardFailure } from '../card/card-failure.ts';
import { describeValue } from './describe-value.ts';
import { NO_WITNESS, type StageWitness } from './stage-witness.ts';

const MAXIMUM_FAULTS = 5;
const LONGEST_FAULT = 300;

type AnyFunction = (...given: readonly unknown[]) => unknown;

/** A member of the definition that has been called and has not ended. */
export interface RunningMember {
  readonly name: string;
  readonly sinceMs: number;
}

/** Knows which members of a definition are at work, so that one that hangs can be named. */
export class MemberWatch {
  readonly #nowMs: () => number;
  readonly #witness: StageWitness;
  readonly #running = new Set<RunningMember>();
  readonly #faults = new Set<string>();
  #context: RequestContext | undefined;

  constructor(nowMs: () => number, witness: StageWitness = NO_WITNESS) {
    this.#nowMs = nowMs;
    this.#witness = witness;
  }

  /** In the order in which they were called. */
  get running(): readonly RunningMember[] {
    return [...this.#running];
  }

  /** What members have thrown or rejected with that is no error of core's own kinds, which a venue may well cause; each once. */
  get faults(): readonly string[] {
    return [...this.#faults];
  }

  /** The last context that core made. @throws CardFailure */
  get context(): RequestContext {
    if (this.#context === undefined) {
      throw new CardFailure({ what: 'core has called a member with a context', expected: 'one call', actual: 'none' });
    }
    return this.#context;
  }

  /** Those that are at work died with their process. */
  forgetRunning(): void {
    for (const { name } of this.#running) this.#witness.settle(name);
    this.#running.clear();
  }

  readonly wrap = (definition: ConnectorDefinition): ConnectorDefinition => this.#watched(definition, '');

  #watched<Target extends object>(target: Target, prefix: string): Target {
    const wrapped = new Map<PropertyKey, unknown>();
    // A copy stands behind the proxy, because a frozen target would forbid it to answer differently.
    return new Proxy<Target>(
      { ...target },
      {
        get: (_copy, key): unknown => {
          const member: unknown = Reflect.get(target, key);
          if (!isFunction(member) || typeof key !== 'string' || key === 'constructor') return member;
          if (!wrapped.has(key)) wrapped.set(key, (...given: readonly unknown[]) => this.#call(prefix + key, given, target, member));
          return wrapped.get(key);
        },
        has: (_copy, key) => key in target,
      },
    );
  }

  #call(name: string, given: readonly unknown[], target: object, member: AnyFunction): unknown {
    for (const argument of given) if (isContext(argument)) this.#context = argument;
    const running: RunningMember = { name, sinceMs: this.#nowMs() };
    this.#running.add(running);
    this.#witness.enter(name);
    let isPending = false;
    try {
      const answer: unknown = Reflect.apply(member, target, given);
      if (answer instanceof Promise) {
        isPending = true;
        this.#witness.await(name);
        return answer.then(
          (value: unknown) => {
            this.#settled(running);
            return value;
          },
          (error: unknown) => {
            this.#settled(running);
            this.#note(name, error);
            throw error;
          },
        );
      }
      return isSource(name, answer) ? this.#watched(answer, `${name}().`) : answer;
    } catch (error) {
      this.#note(name, error);
      throw error;
    } finally {
      this.#witness.leave();
      if (!isPending) this.#running.delete(running);
    }
  }

  #settled(running: RunningMember): void {
    if (this.#running.delete(running)) this.#witness.settle(running.name);
  }

  #note(name: string, error: unknown): void {
    const isUsual = error instanceof ConnectorError && !(error instanceof NotImplementedError || error instanceof ConfigurationError);
    if (isUsual || this.#faults.size === MAXIMUM_FAULTS) return;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : describeValue(error);
    this.#faults.add(`${name} threw ${text.slice(0, LONGEST_FAULT)}`);
  }
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function isContext(value: unknown): value is RequestContext {
  return typeof value === 'object' && value !== null && 'rest' in value && 'symbols' in value && 'signal' in value;
}

/** Data sources are watched too: most of a connector's own code stands in them. */
function isSource(name: string, answer: unknown): answer is object {
  return (name === 'createOrderBookDataSource' || name === 'createUserStreamDataSource') && typeof answer === 'object' && answer !== null;
}
