import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChildPrograms, ProgramPlace } from './child-programs.ts';
import { strayLinks, strayModules } from './stray-modules.ts';

/** What every project of the rehearsal works with. */
export interface OutsideWorld {
  readonly programs: ChildPrograms;
  readonly env: NodeJS.ProcessEnv;
  /** The program `npm` and its first words. */
  readonly npm: readonly [string, ...string[]];
  /** The Node that the workspace runs on. */
  readonly node: string;
}

/** Something resolved to a file that is not the project's own. */
export class StrayModules extends Error {
  override readonly name = 'StrayModules';
}

const RECORDER = join(import.meta.dirname, 'record-modules.mjs');

/** A project in a folder of its own, as somebody has it who knows only the registry. */
export class OutsideProject {
  readonly folder: string;
  readonly #world: OutsideWorld;
  readonly #place: ProgramPlace;

  constructor(world: OutsideWorld, folder: string) {
    this.folder = folder;
    this.#world = world;
    this.#place = { cwd: folder, env: world.env };
    mkdirSync(folder, { recursive: true });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  npm(...args: readonly string[]): Promise<string> {
    const [command, ...first] = this.#world.npm;
    return this.#world.programs.run(command, [...first, ...args], this.#place);
  }

  /** Installs, and refuses links that lead out of the project. @throws StrayModules */
  async install(...names: readonly string[]): Promise<void> {
    await this.npm('install', '--loglevel=error', '--prefer-offline', ...names);
    this.#refuse(strayLinks(this.folder), 'a link leads out of the project');
  }

  /** Runs an installed program, such as `tsc`. The `--` keeps its options its own; `--no` refuses to fetch a stranger's program of that name. */
  program(name: string, ...args: readonly string[]): Promise<string> {
    return this.npm('exec', '--no', '--', name, ...args);
  }

  /** Type-checks without `skipLibCheck`, and refuses types from elsewhere. @throws StrayModules */
  async checkTypes(): Promise<void> {
    const output = await this.program('tsc', '--listFiles');
    this.#refuse(
      strayModules(
        output.split('\n').filter((line) => /^(?:[a-z]:)?[/\\].+\.[cm]?ts$/i.test(line)),
        this.folder,
      ),
      'types from outside of the project',
    );
  }

  /** Runs a program of the project and refuses modules from elsewhere. @throws StrayModules */
  async run(file: string, ...args: readonly string[]): Promise<string> {
    const record = join(this.folder, 'loaded-modules.txt');
    const env = { ...this.#world.env, VENUEKIT_LOADED_MODULES: record };
    const output = await this.#world.programs.run(this.#world.node, ['--import', RECORDER, file, ...args], { cwd: this.folder, env });
    const loaded = readFileSync(record, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith('/record-modules.mjs'));
    this.#refuse(strayModules(loaded, this.folder), 'modules from outside of the project');
    return output;
  }

  #refuse(strays: readonly string[], what: string): void {
    if (strays.length > 0) throw new StrayModules(`${this.folder}: ${what}\n${strays.join('\n')}`);
  }
}
