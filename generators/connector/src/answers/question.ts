import type { Answers } from './answers.ts';

/** Answers as far as they are known, unchecked. */
export type GivenAnswers = Readonly<Record<string, unknown>>;

/** One value to choose. */
export interface Choice {
  readonly value: string;
  /** What it means, in a line. */
  readonly help: string;
  /** Why it cannot be chosen yet; such a choice is not offered, and refused by this sentence. */
  readonly refusal?: string;
}

interface QuestionHead {
  readonly name: keyof Answers;
  readonly message: string;
  /** Where in the venue's documents the answer stands, and what depends on it. */
  readonly help: string;
}

/** What is asked. */
export type Question =
  | (QuestionHead & {
      readonly kind: 'text';
      readonly defaultOf: (given: GivenAnswers) => string | undefined;
      /** What is wrong with it; undefined for nothing. */
      readonly problemOf: (value: string, place: AnswerPlace) => string | undefined;
    })
  | (QuestionHead & { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly default: string })
  | (QuestionHead & { readonly kind: 'choices'; readonly choices: readonly Choice[]; readonly default: readonly string[] })
  | (QuestionHead & { readonly kind: 'boolean'; readonly default: boolean })
  | (QuestionHead & { readonly kind: 'number'; readonly default: number; readonly minimum: number; readonly maximum: number })
  | (QuestionHead & { readonly kind: 'domains' });

/** Where a package is made. */
export interface AnswerPlace {
  /** Names of packages that are there already. */
  readonly takenNames: ReadonlySet<string>;
}
