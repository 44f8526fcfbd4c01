import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AnswersError } from '../answers/answers-error.ts';
import { EXAMPLE_ANSWERS } from '../answers/example-answers.ts';
import { answersOfFlags, flagOf } from '../answers/flag-answers.ts';
import type { GivenAnswers } from '../answers/question.ts';
import { QUESTIONS } from '../answers/questions.ts';
import type { CommandPlace } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a command line asks of `create`. */
export interface CreateOptions {
  readonly wantsHelp: boolean;
  readonly isDryRun: boolean;
  readonly isForced: boolean;
  readonly isExample: boolean;
  /** Where the package goes. Default: a folder of the package's name; in the repository of VenueKit among its packages. */
  readonly folder: string | undefined;
  readonly workingFolder: string;
  /** The root of the VenueKit repository that the working folder is in; undefined for every other place. */
  readonly repository: string | undefined;
  /** Undefined: they are to be asked for. */
  readonly given: GivenAnswers | undefined;
  /** Where they come from, for errors. */
  readonly origin: string;
}

/** @throws UsageError for words that mean nothing, AnswersError for a file of answers that cannot be read. */
export function readCreateOptions(words: readonly string[], { workingFolder }: Pick<CommandPlace, 'workingFolder'>): CreateOptions {
  const { values, positionals } = parsed(words);
  if (positionals.length > 1) throw new UsageError(`one folder is enough: ${positionals.join(' ')}`);
  const flags = new Map(Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])));
  const file = flags.get('answers');
  const isExample = values['example'] === true;
  const ofFlags = answersOfFlags(flags);
  if (isExample && (file !== undefined || Object.keys(ofFlags).some((name) => name !== 'packageName'))) {
    throw new UsageError('the example has answers of its own, but for --package-name');
  }
  const base = isExample ? { ...EXAMPLE_ANSWERS } : file === undefined ? {} : answersIn(resolve(workingFolder, file));
  const isGiven = isExample || file !== undefined || Object.keys(ofFlags).length > 0;
  return {
    wantsHelp: values['help'] === true,
    isDryRun: values['dry-run'] === true,
    isForced: values['force'] === true,
    isExample,
    folder: positionals[0] === undefined ? undefined : resolve(workingFolder, positionals[0]),
    workingFolder,
    repository: repositoryAbove(workingFolder),
    given: isGiven ? { ...base, ...ofFlags } : undefined,
    origin: file ?? (isExample ? '--example' : isGiven ? 'flags' : 'prompts'),
  };
}

function parsed(words: readonly string[]): ReturnType<typeof parseArgs> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { answers: text, example: flag, 'dry-run': flag, force: flag, help: flag };
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { ...options, ...Object.fromEntries(QUESTIONS.map(({ name }) => [flagOf(name), text])) },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function answersIn(path: string): GivenAnswers {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new AnswersError('(whole)', path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AnswersError('(whole)', path, 'should be an object of answers');
  // `venuekit.json` of a package is a file of answers too.
  const answers: unknown = 'answers' in value ? value.answers : value;
  if (typeof answers !== 'object' || answers === null) throw new AnswersError('answers', path, 'should be an object of answers');
  return { ...answers };
}

function repositoryAbove(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'venuekit-workspace') return folder;
  } catch {
    // No package, or none that can be read, is not the repository.
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryAbove(parent);
}

/** Whether a value that went through plop is what `readCreateOptions` returned. */
export function isCreateOptions(value: unknown): value is CreateOptions {
  return typeof value === 'object' && value !== null && 'workingFolder' in value && 'isDryRun' in value && 'origin' in value;
}
