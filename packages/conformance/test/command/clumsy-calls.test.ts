import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callIn, type Called } from './call.ts';

const PROGRAM = fileURLToPath(new URL('../../src/venuekit-conformance.ts', import.meta.url));
const SUBJECT = fileURLToPath(new URL('../conformance.test.ts', import.meta.url));
let scratch: URL;

beforeAll(async () => {
  scratch = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'conformance-'))}/`);
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

function call(...words: readonly string[]): Promise<Called> {
  return callIn(scratch, [...words, ...(words[0] === 'run' ? ['--subject', SUBJECT, '--no-mutants'] : [])]);
}

describe('a clumsy call', () => {
  it.each([
    ['an option that is given twice', ['run', '--card', 'ORDER-01', '--card', 'BOOK-01'], '--card is given twice'],
    ['a list of nothing', ['run', '--card', ' , '], '--card names nothing'],
    ['a folder that is not there, before anything runs', ['run', '--json', 'no/out.json'], 'there is no folder for '],
    ['a folder in the place of a file', ['run', '--html', '.'], 'is a folder, not a file to write'],
  ])('is told of %s', async (_what, words, message) => {
    const { code, error } = await call(...words);
    expect([code, error]).toEqual([2, expect.stringContaining(`USAGE: `)]);
    expect(error).toContain(message);
  });

  it('may have blanks in its lists', async () => {
    const { code, out } = await call('list', '--family', ' trade, time ');
    expect(code).toBe(0);
    expect(out).toContain('TRADE-01');
    expect(out).toContain('TIME-01');
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, ['-C', '@venuekit/source', PROGRAM, 'list'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    await new Promise((resolve) => child.on('close', resolve));
    expect(said).toBe('');
  });
});
