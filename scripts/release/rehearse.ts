import { existsSync, globSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { releaseCreated, REHEARSED } from './author.ts';
import { buildPackages, copyCommit, linkInstalled, uncommittedFiles } from './clean-copy.ts';
import type { ChildPrograms } from './child-programs.ts';
import { startRegistry, type LocalRegistry } from './local-registry.ts';
import { checkReachable, npmSettings } from './outer-registry.ts';
import { outsideEnvironment } from './outside-environment.ts';
import { botFiles, importProgram, tradingFiles } from './outside-files.ts';
import { OutsideProject, type OutsideWorld } from './outside-project.ts';
import { contentProblems, readPackageFiles } from './package-contents.ts';
import type { Progress } from './progress.ts';
import { entryNames, missingPrograms, publicPackages, readManifest, type PublicPackage } from './public-packages.ts';
import { expectText, RehearsalFailure } from './rehearsal-failure.ts';
import { withoutProvenance } from './without-provenance.ts';

const SCOPE = '@venuekit';
const SHOWN_PROBLEMS = 20;

/** What a rehearsal works with. */
export interface RehearsalPlace {
  /** The workspace. */
  readonly root: string;
  /** An empty folder outside of it. */
  readonly scratch: string;
  readonly programs: ChildPrograms;
  readonly progress: Progress;
  /** The Node that all programs run on. */
  readonly node: string;
  readonly nodeFolder: string;
  /** The program `npm` and its first words. */
  readonly npm: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
}

interface Stage extends RehearsalPlace {
  readonly copy: string;
  readonly env: NodeJS.ProcessEnv;
  readonly registry: LocalRegistry;
  readonly world: OutsideWorld;
}

/** Plays a release from the last commit to somebody who uses a connector that somebody else has published. */
export async function rehearse(place: RehearsalPlace): Promise<void> {
  const { progress } = place;
  const stage = await openStage(place);
  progress.say(`a registry for ${SCOPE} listens on ${stage.registry.url}`);

  const packages = await prepareCopy(stage);
  await publish(stage, packages);
  await Promise.all([
    tryAsUser(stage, packages).then((bot) => checkContents(stage, packages, bot)),
    checkTarballs(stage, packages),
    tryAsAuthor(stage),
  ]);
}

async function openStage(place: RehearsalPlace): Promise<Stage> {
  const { root, scratch, programs, node, nodeFolder, npm, environment } = place;
  const { registry: registryOfOthers, cache } = await npmSettings(programs, npm, { cwd: scratch, env: environment });
  const registry = await startRegistry(programs, join(scratch, 'registry'), SCOPE);
  const settings = {
    workspace: root,
    nodeFolder,
    registry: registryOfOthers,
    scope: SCOPE,
    localRegistry: registry.url,
    cache: ownCache(scratch, cache),
  };
  const env = outsideEnvironment(environment, settings);
  await checkReachable(programs, npm, registryOfOthers, { cwd: scratch, env });
  return { ...place, copy: join(scratch, 'copy'), env, registry, world: { programs, env, npm, node } };
}

/** A cache that shares the downloads of this machine and nothing else: `npm create` would find there what an earlier rehearsal has installed. */
function ownCache(scratch: string, cache: string): string {
  const own = join(scratch, 'npm-cache');
  mkdirSync(own);
  mkdirSync(join(cache, '_cacache'), { recursive: true });
  symlinkSync(join(cache, '_cacache'), join(own, '_cacache'), 'junction');
  return own;
}

/** Copies the last commit, gives it the versions that the changesets ask for, and builds it. */
async function prepareCopy(stage: Stage): Promise<readonly PublicPackage[]> {
  const { root, copy, programs, progress, env, node, npm } = stage;
  const commit = await copyCommit(programs, root, copy, env);
  const others = await uncommittedFiles(programs, root, env);
  progress.say(`copied commit ${commit}${others === 0 ? '' : `; ${others} files that are changed or new since then are not rehearsed`}`);

  linkInstalled(root, copy, SCOPE);
  const place = { cwd: copy, env };
  if (globSync('.changeset/*.md', { cwd: copy }).length > 0) await programs.run(node, [changesetsOf(root), 'version'], place);
  withoutProvenance(copy);
  const packages = publicPackages(copy);
  progress.say(`versions: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`);

  await buildPackages(programs, packages, place, npm);
  for (const entry of packages) {
    const missing = missingPrograms(copy, entry);
    if (missing.length > 0) throw new RehearsalFailure(`${entry.name} has no ${missing.join(', ')} after its build`);
  }
  progress.say('built');
  return packages;
}

async function publish({ root, copy, programs, progress, env, node, registry }: Stage, packages: readonly PublicPackage[]): Promise<void> {
  await programs.run(node, [changesetsOf(root), 'publish', '--no-git-tag'], { cwd: copy, env });
  const missing = packages.filter((entry) => !existsSync(tarballOf(registry, entry)));
  if (missing.length > 0) throw new RehearsalFailure(`not in the registry: ${missing.map(({ name }) => name).join(', ')}`);
  progress.say(`published ${packages.length} packages`);
}

/** A bot in an empty folder: installs, type-checks and runs the code of the guides. */
async function tryAsUser({ root, copy, scratch, world, progress }: Stage, packages: readonly PublicPackage[]): Promise<OutsideProject> {
  const bot = new OutsideProject(world, join(scratch, 'bot'));
  bot.write({ ...botFiles(copy), 'imports.js': importProgram(packages.flatMap(entryNames)) });
  const peers = packages.flatMap(({ peerDependencies }) => Object.entries(peerDependencies ?? {}));
  const foreign = peers.filter(([name]) => !name.startsWith(`${SCOPE}/`)).map(([name, range]) => `${name}@${range}`);
  await bot.install(...packages.map(({ name }) => name), ...foreign, ...compilerOf(root));
  progress.say('a bot in an empty folder has installed them');
  await bot.checkTypes();
  await bot.run('imports.js');
  const told = await bot.run('main.ts');
  expectText(told, ['is at the venue', 'canceled', `the bot ran on ${process.version}`]);
  progress.say('its types are right, all entries can be imported, and it has placed and canceled an order');

  await bot.program('vitest', 'run', '--testNamePattern', 'RULES-01');
  progress.say('vitest has run a card of the conformance suite there');
  return bot;
}

/** Reads what was installed. @throws RehearsalFailure */
function checkContents({ root, scratch, progress }: Stage, packages: readonly PublicPackage[], bot: OutsideProject): void {
  const problems = packages.flatMap(({ name }) => {
    const folder = join(bot.folder, 'node_modules', name);
    return contentProblems(readManifest(folder), readPackageFiles(folder), [root, scratch]).map((problem) => `${name}: ${problem}`);
  });
  if (problems.length > 0) {
    const more = problems.length > SHOWN_PROBLEMS ? `\nand ${problems.length - SHOWN_PROBLEMS} more` : '';
    throw new RehearsalFailure(`what was published is not as it should be\n${problems.slice(0, SHOWN_PROBLEMS).join('\n')}${more}`);
  }
  progress.say('the contents of the packages are right');
}

/** Lets publint and attw look at what was published. @throws ProgramFailure */
async function checkTarballs(
  { root, scratch, programs, progress, env, registry, node }: Stage,
  packages: readonly PublicPackage[],
): Promise<void> {
  const place = { cwd: scratch, env };
  const publint = join(root, 'node_modules/publint/src/cli.js');
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  for (const entry of packages) {
    const tarball = tarballOf(registry, entry);
    await programs.run(node, [publint, '--strict', tarball], place);
    await programs.run(node, [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii', '--quiet'], place);
  }
  progress.say('publint and attw are content');
}

/** An author in another folder makes a connector and publishes it; a bot in a third folder uses it. */
async function tryAsAuthor({ root, copy, scratch, world, progress }: Stage): Promise<void> {
  const desk = new OutsideProject(world, join(scratch, 'author'));
  const answers = join(copy, 'generators/connector/test/answers/alder.json');
  await releaseCreated(desk, answers, (folder) => new OutsideProject(world, folder), progress);

  const bot = new OutsideProject(world, join(scratch, 'other-bot'));
  bot.write(tradingFiles(REHEARSED));
  await bot.install(REHEARSED, '@venuekit/core', '@venuekit/venue', ...compilerOf(root));
  await bot.checkTypes();
  expectText(await bot.run('main.ts'), ['the book is live']);
  progress.say('a bot in a third folder has installed it and follows a book');
}

function changesetsOf(root: string): string {
  return join(root, 'node_modules/@changesets/cli/bin.js');
}

function tarballOf({ storage }: LocalRegistry, { name, version }: PublicPackage): string {
  return join(storage, name, `${name.split('/').at(-1) ?? name}-${version}.tgz`);
}

/** The compiler that this workspace uses. */
function compilerOf(root: string): readonly string[] {
  return ['typescript', '@types/node'].map((name) => `${name}@${readManifest(join(root, 'node_modules', name)).version}`);
}
