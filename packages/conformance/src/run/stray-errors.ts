import type { CardOutcome, FailureReport } from './card-outcome.ts';
import type { MutantOutcome } from './run-mutant.ts';

/** Errors that nobody caught while a task ran. They end the task's good name, not the thread. */
export class StrayErrors {
  readonly #errors: unknown[] = [];

  constructor() {
    process.on('unhandledRejection', (error: unknown) => this.#errors.push(error));
    process.on('uncaughtException', (error: unknown) => this.#errors.push(error));
  }

  /** What was thrown beside something that is no card is nobody's. */
  forget(): void {
    this.#errors.length = 0;
  }

  /** A card that passed fails when something was thrown beside it, or after the one before it. */
  judgeCard(outcome: CardOutcome): CardOutcome {
    const thrown = this.#take();
    return thrown === undefined || outcome.verdict !== 'pass' ? outcome : { ...outcome, verdict: 'fail', failure: strayFailure(thrown) };
  }

  /** A mutant that survived its card has crashed when something was thrown beside it. */
  judgeMutant(outcome: MutantOutcome): MutantOutcome {
    const thrown = this.#take();
    if (thrown === undefined || outcome.verdict !== 'survived') return outcome;
    return { ...outcome, verdict: 'crashed', message: strayFailure(thrown).message };
  }

  /** The first one since this was asked last; what it threw may be undefined. */
  #take(): { readonly error: unknown } | undefined {
    const [error] = this.#errors;
    const isThrown = this.#errors.length > 0;
    this.#errors.length = 0;
    return isThrown ? { error } : undefined;
  }
}

function strayFailure({ error }: { readonly error: unknown }): FailureReport {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const failure = failureBeside(`nobody caught ${thrown.name}: ${thrown.message}`, undefined);
  return { ...failure, stack: thrown.stack ?? '' };
}

/** What a card fails with because of something that is none of its own checks. @param failure what it failed with itself. */
export function failureBeside(message: string, failure: FailureReport | undefined): FailureReport {
  const nothing = { blame: 'connector', finding: undefined, venueKnows: [], timeline: [], forgotten: 0, stack: '' } as const;
  return { ...nothing, ...failure, message };
}
