import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChildPrograms, ProgramPlace } from './child-programs.ts';
import { publicPackages, type PublicPackage } from './public-packages.ts';

const AUTHOR = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', '-c', 'commit.gpgsign=false'] as const;

/**
 * Writes what is committed, and nothing else, to a folder that becomes a repository of one commit; returns the name of the commit that was copied.
 *
 * No clone: changesets asks for the commit of each change, and of a shallow clone it never stops asking.
 */
export async function copyCommit(programs: ChildPrograms, root: string, copy: string, env: NodeJS.ProcessEnv): Promise<string> {
  const inRoot: ProgramPlace = { cwd: root, env: { ...env, GIT_INDEX_FILE: `${copy}.index` } };
  await programs.run('git', ['read-tree', 'HEAD'], inRoot);
  await programs.run('git', ['checkout-index', '--all', `--prefix=${copy}/`], inRoot);
  const inCopy: ProgramPlace = { cwd: copy, env };
  await programs.run('git', ['init', '--quiet', '--initial-branch=main'], inCopy);
  await programs.run('git', ['add', '--all', '--force'], inCopy);
  await programs.run('git', [...AUTHOR, 'commit', '--quiet', '--no-verify', '--message=Rehearse'], inCopy);
  return (await programs.run('git', ['rev-parse', '--short', 'HEAD'], inRoot)).trim();
}

/** How many files of the workspace are not as the commit has them. */
export async function uncommittedFiles(programs: ChildPrograms, root: string, env: NodeJS.ProcessEnv): Promise<number> {
  const status = await programs.run('git', ['status', '--porcelain'], { cwd: root, env });
  return status.split('\n').filter((line) => line !== '').length;
}

/** Gives the copy what the workspace has installed: packages of others as links, our own from the copy itself. */
export function linkInstalled(root: string, copy: string, scope: string): void {
  const packages = publicPackages(copy);
  linkEntries(join(root, 'node_modules'), join(copy, 'node_modules'), scope);
  for (const { folder } of packages) linkEntries(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'), scope);
  for (const { name, folder } of packages) link(join(copy, folder), join(copy, 'node_modules', name));
  link(join(root, 'node_modules', '.bin'), join(copy, 'node_modules', '.bin'));
}

/** Links each entry of a folder. Folders of scopes are made anew, so that links of ours can stand in them. */
function linkEntries(from: string, to: string, ownScope: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === ownScope || name.startsWith('.')) continue;
    if (name.startsWith('@')) linkEntries(join(from, name), join(to, name), ownScope);
    else link(join(from, name), join(to, name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}

/** Builds packages by their own `build` scripts, so that one finds built what it imports. */
export async function buildPackages(
  programs: ChildPrograms,
  packages: readonly PublicPackage[],
  place: ProgramPlace,
  npm: readonly [string, ...string[]],
): Promise<void> {
  const [command, ...first] = npm;
  const workspaces = packages.filter(({ scripts }) => scripts?.['build'] !== undefined).map(({ folder }) => `--workspace=${folder}`);
  await programs.run(command, [...first, 'run', 'build', ...workspaces], place);
}
