import { fileURLToPath } from 'node:url';
import { SystemClock } from '@venuekit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSubject } from '../../src/run/record-subject.ts';
import { checkWitnesses } from '../../src/run/check-witnesses.ts';
import type { CheckReport } from '../../src/run/suite-report.ts';
import { hearWitness } from '../../src/run/witness-task.ts';
import { WorkerPool } from '../../src/run/worker-pool.ts';
import { packageWith } from './package-files.ts';
import { unmadeReader } from './reading-subjects.ts';

const DAY_MS = 86_400_000;
const SUBJECT = new URL('reading-subjects.ts', import.meta.url);
const ends: (() => Promise<void>)[] = [];
let pool: WorkerPool;
let ofVenue = '';
let madeMs = 0;

beforeAll(async () => {
  pool = new WorkerPool({ module: SUBJECT, exportName: 'thoroughReader', clock: new SystemClock(), watchdogMs: 20_000 }, 1);
  ends.push(() => pool.close());
  const { text, failure } = await recordSubject(SUBJECT, 'thoroughReader');
  expect(failure).toBeUndefined();
  // What a recording of a real venue, with the same traffic, would be.
  ofVenue = text.replace('"kind":"embedded"', '"kind":"venue"').replaceAll(/\b[a-z-]+\.venue\.test\b/g, 'api.example.com');
  madeMs = Number(/"startedMs":(\d+)/.exec(text)?.[1]);
});

afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});

async function check(text: string, ageDays: number): Promise<CheckReport> {
  const { root, remove } = await packageWith({ 'test/recordings/a.jsonl': text, 'test/recordings/notes.txt': 'no recording' });
  ends.push(remove);
  return checkWitnesses(pool, root, { nowMs: madeMs + ageDays * DAY_MS, maximumAgeDays: 90, needsPrivate: true });
}

function problemsOf({ findings }: CheckReport): string {
  return findings.map(({ where, problem }) => `${where}: ${problem}`).join('\n');
}

describe('the recordings of a package', () => {
  it('bear witness for so many days, told by the clock that is given', async () => {
    const young = await check(ofVenue, 90);
    expect(young).toMatchObject({ state: 'pass', findings: [] });
    expect(young.notes[1]).toMatch(
      /^test\/recordings\/a\.jsonl \([\d-]{10}, venue api\.example\.com: \d+ replies, \d+ frames on 2 sockets\) counts; /,
    );
    expect(problemsOf(await check(ofVenue, 91))).toMatch(/no recording counts for tier 4 .* more than 90 days ago/);
  });

  it('do not count when they were made on our own venue, whatever the header says', async () => {
    const { text } = await recordSubject(SUBJECT, 'thoroughReader');
    expect(problemsOf(await check(text, 1))).toMatch(/no recording counts for tier 4 .* simulated venue/);
    const renamed = text.replace('"kind":"embedded"', '"kind":"venue"');
    expect(problemsOf(await check(renamed, 1))).toMatch(/no recording counts for tier 4 .* a host of ours/);
  });

  it('fail where connector and dialect do not agree', async () => {
    const problems = problemsOf(await check(ofVenue.replaceAll('minNotional', 'least'), 1));
    expect(problems).toContain('the dialect does not agree: GET /markets 200: markets[].least is missing');
    expect(problems).toContain('test/recordings/a.jsonl: the connector does not agree: ');
  });

  it('fail where a file is no recording', async () => {
    expect(problemsOf(await check('{"type":"frame"}', 1))).toMatch(/a\.jsonl: a\.jsonl:1: is no header of a recording/);
  });

  it('fail where the connector cannot be made', async () => {
    const { root, remove } = await packageWith({ 'a.jsonl': ofVenue });
    ends.push(remove);
    const outcome = await hearWitness(unmadeReader, fileURLToPath(new URL('a.jsonl', root)), { nowMs: madeMs, maximumAgeDays: 90 });
    expect(outcome.connector).toEqual(['it cannot be replayed: there are no keys']);
    expect(outcome.dialect.join()).toContain('there are no keys');
  });
});
