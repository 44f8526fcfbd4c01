import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../src/recording/read-recording.ts';
import { witnessVerdict } from '../../src/recording/witness-verdict.ts';
import { callIn } from './call.ts';

const SUBJECT = fileURLToPath(new URL('../conformance.test.ts', import.meta.url));
let scratch: URL;

beforeAll(async () => {
  scratch = pathToFileURL(`${await mkdtemp(join(tmpdir(), 'conformance-'))}/`);
});

afterAll(async () => {
  await rm(scratch, { recursive: true });
});

describe('record', () => {
  it('says how the real venue is recorded, with keys that only the author has', async () => {
    const { code, out } = await callIn(scratch, ['record']);
    expect(code).toBe(0);
    for (const word of ['FileRecordingSink', 'recording: {', 'test/recordings/', 'secrets: ', 'docs/recordings.md'])
      expect(out).toContain(word);
  });

  it('writes a run on the simulated venue, says that it never counts, and writes over no file', async () => {
    const words = ['record', '--embedded', '--out', 'a.jsonl', '--subject', SUBJECT];
    const { code, out } = await callIn(scratch, words);
    expect(code).toBe(0);
    expect(out).toMatch(/a\.jsonl: \d\d+ lines of traffic[^]*never counts for tier 4/);
    const recording = readRecording(await readFile(new URL('a.jsonl', scratch), 'utf8'), 'a.jsonl');
    expect(recording).toMatchObject({ problems: [], header: { source: { kind: 'embedded' }, connector: { name: 'plain-custom' } } });
    expect(witnessVerdict(recording, { nowMs: recording.header.startedMs, maximumAgeDays: 90 })).toMatchObject({ counts: false });
    expect((await stat(new URL('a.jsonl', scratch))).mode & 0o777).toBe(0o600);
    const again = await callIn(scratch, words);
    expect([again.code, again.error]).toEqual([2, expect.stringContaining('exists already: recordings are not written over')]);
  });

  it.each([
    [['record', '--embedded'], 'USAGE: record --embedded needs --out <file>'],
    [['record', '--out', 'b.jsonl'], 'USAGE: --out goes with --embedded'],
    [['record', '--embedded', '--out', 'b.jsonl'], 'USAGE: there is no file '],
    [['record', '--embedded', '--out', 'no/folder/b.jsonl', '--subject', SUBJECT], 'USAGE: there is no folder for '],
  ])('ends %j with status 2 and says why', async (words, message) => {
    const { code, error } = await callIn(scratch, words);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});
