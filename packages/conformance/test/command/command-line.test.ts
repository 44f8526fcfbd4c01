import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callIn, type Called } from './call.ts';

const PACKAGE = new URL('../../', import.meta.url);
const SUBJECT = fileURLToPath(new URL('../conformance.test.ts', import.meta.url));
let scratch: URL;

beforeAll(async () => {
  scratch = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'conformance-'))}/`);
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

function call(words: readonly string[], workingDirectory: URL = PACKAGE): Promise<Called> {
  return callIn(workingDirectory, words);
}

describe('the command line', () => {
  it('lists its commands and options', async () => {
    const { code, out } = await call(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'run [options]',
      'list',
      'explain <id>',
      'mutants',
      '--seed',
      '--watchdog',
      '--json <file>',
      'record [--embedded',
      'report --from',
      'badge ',
    ])
      expect(out).toContain(word);
  });

  it.each([
    [['dance'], 'USAGE: there is no command dance, only run, '],
    [['run', '--speed', '3'], "USAGE: Unknown option '--speed'"],
    [['run', 'BOOK-01'], 'USAGE: Unexpected argument'],
    [['run', '--seed', 'x'], 'USAGE: --seed must be a whole number from 0, not x'],
    [['run', '--watchdog', '10'], 'USAGE: --watchdog must be a whole number from 100, not 10'],
    [['run', '--tier', '4'], 'USAGE: --tier must be 1, 2 or 3, not 4'],
    [['run', '--card', 'BOOK-9999'], 'USAGE: the suite has no card BOOK-9999'],
    [['run', '--family', 'cheese'], 'USAGE: the suite has no family CHEESE'],
    [['run', '--subject', 'nowhere.ts'], 'USAGE: there is no file '],
    [['list', '--family', 'cheese'], 'USAGE: the suite has no family CHEESE'],
    [['explain'], 'USAGE: explain needs the id of a card'],
    [['explain', 'BOOK-9999'], 'USAGE: the suite has no card BOOK-9999'],
    [['explain', 'BOOK-01', 'BOOK-02'], 'USAGE: BOOK-02 is one word too many'],
  ])('ends %j with status 2 and says why', async (words, message) => {
    const { code, error } = await call(words);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });

  it('says where it looked for the subject', async () => {
    const { code, error } = await call(['run'], scratch);
    expect(code).toBe(2);
    expect(error).toMatch(
      /there is no file .*test.conformance\.test\.ts; run this in the folder of the package, or name the file with --subject/,
    );
  });

  it('lists the cards of a family', async () => {
    const { code, out } = await call(['list', '--family', 'order']);
    expect(code).toBe(0);
    expect(out).toContain('ORDER-01');
    expect(out).not.toContain('BOOK-01');
  });

  it('explains a card, whatever the case of its id', async () => {
    const { code, out } = await call(['explain', 'order-01']);
    expect(code).toBe(0);
    for (const word of ['limit-buy-rests', 'scenario', 'expected    order-created', 'look at     placeOrder', 'kills '])
      expect(out).toContain(word);
  });

  it('runs some cards, shows the board and writes the report as JSON', async () => {
    const words = ['run', '--subject', SUBJECT, '--card', 'ORDER-01,BOOK-01', '--seed', '7', '--no-mutants', '--json', 'report.json'];
    const { code, out } = await call(words, scratch);
    expect(code).toBe(0);
    expect(out).toContain('passed');
    expect(out.split('\n').at(-1)).toBe(`written: ${fileURLToPath(new URL('report.json', scratch))}`);
    const report: unknown = JSON.parse(await readFile(new URL('report.json', scratch), 'utf8'));
    expect(report).toMatchObject({
      version: 1,
      verdict: 'pass',
      seed: 7,
      isWhole: false,
      tier: null,
      subject: { name: 'tiny' },
      kills: null,
    });
    expect(report).toMatchObject({
      cards: [
        { card: { id: 'BOOK-01' }, verdict: 'pass' },
        { card: { id: 'ORDER-01' }, verdict: 'pass' },
      ],
    });
  });

  it('runs the mutants of some cards and shows which card finds which', async () => {
    const { code, out } = await call(['mutants', '--subject', SUBJECT, '--card', 'ORDER-01']);
    expect([code, out]).toEqual([0, expect.stringMatching(/ORDER-01 +killed[^]*must-cards that never failed: none[^]*\(100 %\)/)]);
  });
});
