import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answers } from '../answers/answers.ts';
import type { RenderPlace } from '../render/view.ts';
import { hashOf, MANIFEST_PATH, manifestText, readManifest } from './manifest.ts';
import type { PackageFiles } from './plan-package.ts';
import { WriteError } from './write-error.ts';

/** What becomes of each file. */
export interface WritePlan {
  readonly folder: string;
  /** Not there yet. */
  readonly created: readonly string[];
  /** There as it was generated, and replaced. */
  readonly replaced: readonly string[];
  /** There as it would be written. */
  readonly unchanged: readonly string[];
  /** There and edited, or not from the generator at all: left alone. */
  readonly kept: readonly string[];
}

/**
 * Says what writing would do, and changes nothing.
 * @param isForced whether a folder with files in it is taken: those that are as the generator made them are replaced then.
 * @throws WriteError when the folder has files and is not to be forced, or has links where files should be.
 */
export function planWrite(files: PackageFiles, folder: string, isForced: boolean): WritePlan {
  if (!isForced && namesIn(folder).some((name) => name !== '.git')) {
    throw new WriteError(folder, 'is not empty; with --force the files that are as the generator made them are replaced, and no other');
  }
  const recorded = recordedHashes(folder);
  const plan = { folder, created: [] as string[], replaced: [] as string[], unchanged: [] as string[], kept: [] as string[] };
  for (const [path, text] of files) {
    requireNoLinks(folder, path);
    const present = textAt(join(folder, path));
    if (present === undefined) plan.created.push(path);
    else if (present === text) plan.unchanged.push(path);
    else if (path === MANIFEST_PATH || recorded.get(path) === hashOf(present)) plan.replaced.push(path);
    else plan.kept.push(path);
  }
  return plan;
}

/** Writes what the plan says. */
export function writePackage(files: PackageFiles, plan: WritePlan, answers: Answers, place: RenderPlace): void {
  const { folder } = plan;
  const recorded = recordedHashes(folder);
  // A file that was left alone stays known as what it once was made as.
  const hashes = new Map(plan.kept.map((path) => [path, recorded.get(path) ?? '']));
  for (const path of [...plan.created, ...plan.replaced]) {
    if (path === MANIFEST_PATH) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), files.get(path) ?? '');
  }
  writeFileSync(join(folder, MANIFEST_PATH), manifestText(answers, place, files, hashes));
}

function recordedHashes(folder: string): ReadonlyMap<string, string> {
  const text = textAt(join(folder, MANIFEST_PATH));
  if (text === undefined) return new Map();
  try {
    return readManifest(text).files;
  } catch (error) {
    throw new WriteError(join(folder, MANIFEST_PATH), `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw new WriteError(folder, 'is no folder');
  }
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
    throw new WriteError(path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A link could lead out of the folder. */
function requireNoLinks(folder: string, path: string): void {
  const parts = path.split('/');
  for (const [index] of parts.entries()) {
    const part = join(folder, ...parts.slice(0, index + 1));
    const isLast = index === parts.length - 1;
    const stat = lstatSync(part, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isSymbolicLink()) throw new WriteError(part, 'is a link, where a file of the package should be');
    if (stat.isDirectory() === isLast)
      throw new WriteError(part, isLast ? 'is a folder, where a file should be' : 'is a file, where a folder should be');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
