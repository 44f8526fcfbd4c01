import type { CardOutcome, FailureReport } from './card-outcome.ts';
import type { MutantOutcome } from './run-mutant.ts';

/** Errors that nobody caught while a task ran. They end the task's good name, not the thread. */
export class StrayErrors {
  readonly #errors: unknown[] = [];

  constructor() {
    process.on('unhandledRejection', (error: unknown) => this.#errors.push(error));
    process.on('uncaughtException', (error: unknown) => this.#errors.push(error));
  }

  clear(): void {
    this.#errors.length = 0;
  }

  /** A card that passed fails when something was thrown beside it. */
  judgeCard(outcome: CardOutcome): CardOutcome {
    const [error] = this.#errors;
    if (this.#errors.length === 0 || outcome.verdict !== 'pass') return outcome;
    return { ...outcome, verdict: 'fail', failure: strayFailure(error) };
  }

  /** A mutant that survived its card has crashed when something was thrown beside it. */
  judgeMutant(outcome: MutantOutcome): MutantOutcome {
    const [error] = this.#errors;
    if (this.#errors.length === 0 || outcome.verdict !== 'survived') return outcome;
    return { ...outcome, verdict: 'crashed', message: strayFailure(error).message };
  }
}

function strayFailure(error: unknown): FailureReport {
  const thrown = error instanceof Error ? error : new Error(String(error));
  return {
    blame: 'connector',
    message: `nobody caught ${thrown.name}: ${thrown.message}`,
    finding: undefined,
    venueKnows: [],
    timeline: [],
    forgotten: 0,
    stack: thrown.stack ?? '',
  };
}
