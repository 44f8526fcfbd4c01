import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from '../src/answers/answers.ts';
import { validateAnswers } from '../src/answers/validate-answers.ts';

const FOLDER = join(import.meta.dirname, 'answers');

/** Nothing is taken where a test makes packages. */
export const NOWHERE = { takenNames: new Set<string>() };

/** The answers that a venue could give, by file. */
export const ANSWER_FILES: ReadonlyMap<string, Answers> = new Map(
  readdirSync(FOLDER).map((name) => [
    name.replace('.json', ''),
    validateAnswers(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')), name, NOWHERE),
  ]),
);

/** The answers of one file. @throws RangeError when there is none. */
export function answersOf(name: string): Answers {
  const answers = ANSWER_FILES.get(name);
  if (answers === undefined) throw new RangeError(`there is no ${name}.json`);
  return answers;
}
