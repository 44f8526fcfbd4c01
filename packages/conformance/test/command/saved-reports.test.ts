import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReport } from '../report/sample-report.ts';
import { callIn, type Called } from './call.ts';

let scratch: URL;

beforeAll(async () => {
  scratch = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'conformance-'))}/`);
  await writeFile(new URL('report.json', scratch), JSON.stringify(sampleReport()));
  await writeFile(new URL('odd.json', scratch), JSON.stringify({ ...sampleReport(), verdict: 'great' }));
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

function call(...words: readonly string[]): Promise<Called> {
  return callIn(scratch, words);
}

function written(name: string): Promise<string> {
  return readFile(new URL(name, scratch), 'utf8');
}

describe('report', () => {
  it('shows the board of a saved report, without what a terminal would obey', async () => {
    const { code, out } = await call('report', '--from', 'report.json');
    expect(code).toBe(0);
    expect(out).toContain('fail ORDER-02 limit-buy-rests');
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('writes other forms of it, as many as are asked for, and prints nothing then', async () => {
    const { code, out } = await call(
      'report',
      '--from',
      'report.json',
      '--html',
      'a.html',
      '--junit',
      'a.xml',
      '--markdown',
      'a.md',
      '--badge',
      'a.svg',
    );
    expect([code, out]).toEqual([0, '']);
    expect(await written('a.html')).toContain('</html>');
    expect(await written('a.xml')).toContain('</testsuites>');
    expect(await written('a.md')).toContain('| 2 trades |');
    expect(await written('a.svg')).toContain('tier 1, failing');
  });

  it.each([
    [['report'], 'USAGE: report needs --from <file>'],
    [['report', '--from', 'nowhere.json'], 'USAGE: there is no file '],
    [['report', '--from', '.'], 'cannot be read'],
    [['report', '--from', 'odd.json'], 'REPORT_INVALID: odd.json: field "verdict" should be one of pass, fail, but is "great"'],
    [['report', '--from', 'report.json', '--json', 'b.json'], "USAGE: Unknown option '--json'"],
    [['report', '--from', 'report.json', '--html', 'no/b.html'], 'USAGE: there is no folder for '],
    [['badge', '--from', 'report.json', '--out', 'no/b.svg'], 'USAGE: there is no folder for '],
    [['badge', '--from', 'odd.json'], 'REPORT_INVALID: odd.json: field "verdict"'],
    [['badge', '--subject', 'nowhere.ts'], 'USAGE: there is no file '],
  ])('ends %j with status 2 and says why', async (words, message) => {
    const { code, error } = await call(...words);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});

describe('badge', () => {
  it('is printed, or written to a file', async () => {
    const printed = await call('badge', '--from', 'report.json');
    expect(printed.out).toMatch(/^<svg [^]*tier 1, failing[^]*<\/svg>$/);
    expect(await call('badge', '--from', 'report.json', '--out', 'b.svg')).toMatchObject({ code: 0, out: '' });
    expect((await written('b.svg')).trimEnd()).toBe(printed.out);
  });
});
