import { AnswersError } from './answers-error.ts';
import { domainsOfText } from './domain-text.ts';
import type { GivenAnswers } from './question.ts';
import { QUESTIONS } from './questions.ts';

/** The flag of an answer: `clientOrderIds` is `--client-order-ids`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Answers out of flags: lists with commas between, domains as `main https://… wss://…` with semicolons between, or as JSON. What they mean is checked with all others.
 * @throws AnswersError for a text that cannot be one.
 */
export function answersOfFlags(flags: ReadonlyMap<string, string>): GivenAnswers {
  return Object.fromEntries(
    QUESTIONS.flatMap(({ name, kind }) => {
      const text = flags.get(flagOf(name));
      if (text === undefined) return [];
      const origin = `--${flagOf(name)}`;
      switch (kind) {
        case 'number':
          return [[name, /^\d{1,9}$/.test(text) ? Number.parseInt(text, 10) : text]];
        case 'boolean':
          return [[name, text === 'true' ? true : text === 'false' ? false : text]];
        case 'choices':
          return [[name, text.split(',').map((item) => item.trim())]];
        case 'domains':
          return [[name, text.trimStart().startsWith('[') ? jsonOf(text, name, origin) : domainsOfText(text)]];
        default:
          return [[name, text]];
      }
    }),
  );
}

function jsonOf(text: string, name: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AnswersError(name, origin, 'should be JSON: [{"name","rest","publicStream","privateStream"}]');
  }
}
