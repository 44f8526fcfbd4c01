import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Answers } from '../answers/answers.ts';
import { validateAnswers } from '../answers/validate-answers.ts';
import { planPackage } from '../tree/plan-package.ts';
import { planWrite, writePackage, type WritePlan } from '../tree/write-package.ts';
import type { CreateOptions } from './create-options.ts';

/** Names that packages of VenueKit have, wherever the new one is made. */
const OWN_NAMES: readonly string[] = ['core', 'venue', 'conformance', 'create', 'binance'].map((name) => `@venuekit/${name}`);

/** Names that no new package may have. */
export function takenNames(repository: string | undefined): ReadonlySet<string> {
  const folder = repository === undefined ? undefined : join(repository, 'packages');
  return new Set([...OWN_NAMES, ...(folder === undefined ? [] : readdirSync(folder).flatMap((name) => packageNameIn(join(folder, name))))]);
}

/**
 * Makes a package, or says what would be made. @returns what is to be told.
 * @throws AnswersError, WriteError
 */
export async function makeConnector(given: unknown, options: Omit<CreateOptions, 'given' | 'wantsHelp'>): Promise<readonly string[]> {
  const { repository, workingFolder, isExample, isForced, isDryRun, origin } = options;
  const answers = validateAnswers(given, origin, { takenNames: isForced ? new Set(OWN_NAMES) : takenNames(repository) });
  const folder = options.folder ?? defaultFolder(answers, options);
  const isInRepository = repository !== undefined && dirname(folder) === join(repository, 'packages');
  const place = { isInRepository, isExample };
  const files = await planPackage(answers, place);
  const plan = planWrite(files, folder, isForced);
  if (!isDryRun) writePackage(files, plan, answers, place);
  return [...lines(plan, isDryRun), ...(isDryRun ? [] : nextSteps(relative(workingFolder, folder), answers, isInRepository))];
}

function defaultFolder(
  { packageName, venueId }: Answers,
  { repository, workingFolder }: Pick<CreateOptions, 'repository' | 'workingFolder'>,
): string {
  if (repository !== undefined) return join(repository, 'packages', venueId);
  return join(workingFolder, packageName.split('/').at(-1) ?? packageName);
}

function lines({ folder, created, replaced, unchanged, kept }: WritePlan, isDryRun: boolean): readonly string[] {
  return [
    `${folder}${isDryRun ? ' (nothing is written)' : ''}`,
    ...named('create ', created),
    ...named('replace', replaced),
    ...named('same   ', unchanged),
    ...named('keep   ', kept),
    ...(kept.length === 0 ? [] : [`${kept.length} files were edited, or are not the generator's: they stay as they are`]),
  ];
}

function named(what: string, paths: readonly string[]): readonly string[] {
  return paths.map((path) => `  ${what} ${path}`);
}

function nextSteps(folder: string, { venueId }: Answers, isInRepository: boolean): readonly string[] {
  if (isInRepository) return ['', 'Next:', '  npm install', `  npm run conformance -- ${venueId} next`];
  return ['', 'Next:', `  cd ${folder === '' ? '.' : folder}`, '  npm install', '  npm run check', '  npm run next'];
}

function packageNameIn(folder: string): readonly string[] {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const name: unknown = typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined;
    return typeof name === 'string' ? [name] : [];
  } catch {
    return [];
  }
}
