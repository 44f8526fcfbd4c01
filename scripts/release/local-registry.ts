import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChildPrograms, ProgramFailure } from './child-programs.ts';
import { registrySettings } from './registry-settings.ts';

const PROGRAM = join(import.meta.dirname, 'registry-process.ts');

/** A registry on this machine that runs until its programs are ended. */
export interface LocalRegistry {
  /** Such as `http://127.0.0.1:41234/`. */
  readonly url: string;
  /** Where it keeps what was published: `<scope>/<name>/<name>-<version>.tgz`. */
  readonly storage: string;
}

/** Starts a registry for one scope on a free port. @throws ProgramFailure when it ends before it listens. */
export async function startRegistry(programs: ChildPrograms, folder: string, scope: string): Promise<LocalRegistry> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify(registrySettings(folder, scope)));
  const child = programs.adopt(() =>
    fork(PROGRAM, [file], {
      cwd: folder,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: ChildPrograms.ofItsOwn.detached,
    }),
  );
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('message', (message) => {
    if (typeof message === 'object' && 'port' in message && typeof message.port === 'number') resolve(message.port);
  });
  child.once('close', () => reject(new ProgramFailure(`the local registry did not start: ${Buffer.concat(pieces).toString('utf8')}`)));
  return { url: `http://127.0.0.1:${await promise}/`, storage: join(folder, 'storage') };
}
