import { spawn, type ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How a program is run. */
export interface ProgramPlace {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A program ended with an error; the message holds the end of what it wrote. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
}

/** The rehearsal was ended from outside. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const SHOWN_LINES = 60;
const isWindows = process.platform === 'win32';

/** Runs programs, knows those that run, and ends them all with what they started. */
export class ChildPrograms {
  readonly #running = new Set<ChildProcess>();
  #isEnded = false;

  /** Runs a program to its end. @returns what it wrote. @throws ProgramFailure, Interrupted */
  async run(command: string, args: readonly string[], { cwd, env }: ProgramPlace): Promise<string> {
    const shown = [command, ...args].join(' ');
    const child = this.adopt(() => spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], ...ChildPrograms.ofItsOwn }));
    const pieces: Buffer[] = [];
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.once('error', (error) => reject(new ProgramFailure(`${shown} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      const output = stripVTControlCharacters(Buffer.concat(pieces).toString('utf8'));
      if (this.#isEnded) reject(new Interrupted('interrupted'));
      else if (code === 0) resolve(output);
      else
        reject(
          new ProgramFailure(`${shown} (in ${cwd}) ended with ${signal ?? code}\n${output.split('\n').slice(-SHOWN_LINES).join('\n')}`),
        );
    });
    return promise;
  }

  /** A group of its own, so that what a program starts ends with it. */
  static readonly ofItsOwn: { readonly detached: boolean; readonly shell: boolean } = { detached: !isWindows, shell: false };

  /** Starts a child that `endAll` ends. @throws Interrupted when all have been ended. */
  adopt(start: () => ChildProcess): ChildProcess {
    if (this.#isEnded) throw new Interrupted('interrupted');
    const child = start();
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return child;
  }

  /** Ends all that run, and waits until they are gone. Nothing starts afterwards. */
  async endAll(): Promise<void> {
    this.#isEnded = true;
    const gone = [...this.#running].map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of this.#running) end(child);
    await Promise.all(gone);
  }
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}
