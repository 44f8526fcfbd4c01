// npm run release:rehearse: plays a whole release on a registry on this machine, from the last commit to a bot that uses what was published.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChildPrograms, Interrupted, ProgramFailure } from './release/child-programs.ts';
import { StrayModules } from './release/outside-project.ts';
import { RegistryUnreachable } from './release/outer-registry.ts';
import { Progress } from './release/progress.ts';
import { RehearsalFailure } from './release/rehearsal-failure.ts';
import { rehearse } from './release/rehearse.ts';
import { standsIn } from './release/stray-modules.ts';

const root = realpathSync(dirname(import.meta.dirname));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'venuekit-release-')));
const programs = new ChildPrograms();
const progress = new Progress();
const cli = process.env['npm_execpath'];

let interruptedBy: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    void programs.endAll();
  });
}

try {
  if (standsIn(root, scratch)) throw new RehearsalFailure(`the folder for temporary files, ${tmpdir()}, is in the workspace`);
  await rehearse({
    root,
    scratch,
    programs,
    progress,
    node: process.execPath,
    nodeFolder: dirname(process.execPath),
    npm: cli === undefined ? ['npm'] : [process.execPath, cli],
    environment: process.env,
  });
  progress.say('the release was rehearsed from end to end');
} catch (error) {
  const isKnown = [RehearsalFailure, ProgramFailure, StrayModules, RegistryUnreachable, Interrupted].some((kind) => error instanceof kind);
  if (!isKnown) throw error;
  progress.say(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruptedBy === undefined ? 1 : 128 + constants.signals[interruptedBy];
} finally {
  await programs.endAll();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
