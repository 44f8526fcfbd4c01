import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChildPrograms, Interrupted, ProgramFailure } from '../release/child-programs.ts';
import { startRegistry } from '../release/local-registry.ts';
import { checkReachable, RegistryUnreachable } from '../release/outer-registry.ts';

const place = { cwd: tmpdir(), env: process.env };
const ENDLESS = 'console.log("up"); setInterval(() => {}, 1000)';

let programs = new ChildPrograms();
let folder = '';

beforeEach(() => {
  programs = new ChildPrograms();
  folder = mkdtempSync(join(tmpdir(), 'venuekit-programs-'));
});

afterEach(async () => {
  await programs.endAll();
  rmSync(folder, { recursive: true });
});

/** A program that is given as its text. */
function runText(text: string): Promise<string> {
  return programs.run(process.execPath, ['--eval', text], place);
}

describe('programs of a rehearsal', () => {
  it('tell what they have written, without colours', async () => {
    await expect(runText(String.raw`process.stdout.write('\u001b[31mred\u001b[0m'); console.error(' and more')`)).resolves.toBe(
      'red and more\n',
    );
  });

  it('fail with their status and the end of what they have written', async () => {
    const failure = await runText("console.error('the reason'); process.exitCode = 3").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProgramFailure);
    expect(String(failure)).toMatch(/ended with 3\n(?:.*\n)*the reason/);
  });

  it('fail by name when there is no such program', async () => {
    await expect(programs.run(join(folder, 'nothing'), [], place)).rejects.toThrow(/nothing could not be started/);
  });

  it('end as interrupted, and none starts afterwards', async () => {
    const ended = runText(ENDLESS).catch((error: unknown) => error);
    await programs.endAll();
    expect(await ended).toBeInstanceOf(Interrupted);
    await expect(runText('0')).rejects.toThrow(Interrupted);
  });

  it('end with what they have started', async () => {
    const nested = `require('node:child_process').spawn(process.execPath, ['--eval', '${ENDLESS}'], { stdio: 'inherit' })`;
    const child = programs.adopt(() =>
      spawn(process.execPath, ['--eval', nested], { stdio: ['ignore', 'pipe', 'inherit'], ...ChildPrograms.ofItsOwn }),
    );
    const inner = Promise.withResolvers<string>();
    child.stdout?.once('data', (piece: Buffer) => inner.resolve(piece.toString('utf8')));
    expect(await inner.promise).toBe('up\n');
    // The inner program holds the pipe, so that it closes only when that one has ended too.
    await programs.endAll();
    expect(child.stdout?.closed).toBe(true);
  });
});

describe('the registries of a rehearsal', () => {
  it('serve the scope on loopback, and nothing else', async () => {
    const { url } = await startRegistry(programs, folder, '@venuekit');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const statusOf = async (path: string): Promise<number> => (await fetch(`${url}${path}`)).status;
    expect(await statusOf('-/ping')).toBe(200);
    expect(await statusOf('@venuekit/core')).toBe(404);
    expect([401, 403]).toContain(await statusOf('ws'));
  });

  it('say in one line that the registry of all others cannot be reached, and show no password', async () => {
    const npm = [process.execPath, '--eval', "console.error('npm error code ECONNREFUSED'); process.exitCode = 1"] as const;
    const failure = await checkReachable(programs, npm, 'http://ann:secret@127.0.0.1:9/', place).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RegistryUnreachable);
    expect(String(failure)).toBe('RegistryUnreachable: the npm registry http://127.0.0.1:9/ cannot be reached: ECONNREFUSED');
  });
});
