import { fileURLToPath } from 'node:url';
import { SystemClock } from '@venuekit/core';
import { afterEach, describe, expect, it } from 'vitest';
import { checkSamples } from '../../src/run/check-samples.ts';
import { runSuite } from '../../src/run/run-suite.ts';
import { readSampleFile } from '../../src/run/sample-task.ts';
import type { SampleReport } from '../../src/run/suite-report.ts';
import { WorkerPool } from '../../src/run/worker-pool.ts';
import { packageWith, sampleOf } from './package-files.ts';
import { unmadeReader } from './reading-subjects.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function check(exportName: string, files: Readonly<Record<string, string>>): Promise<readonly SampleReport[]> {
  const { root, remove } = await packageWith(files);
  const module = new URL('reading-subjects.ts', import.meta.url);
  const pool = new WorkerPool({ module, exportName, clock: new SystemClock(), watchdogMs: 3_000 }, 1);
  ends.push(remove, () => pool.close());
  return checkSamples(pool, root);
}

describe('the samples of a package', () => {
  it('are read by the connector, each file by itself', async () => {
    const samples = await check('thoroughReader', {
      'test/samples/b odd %.json': sampleOf('filled'),
      'test/samples/a.json': sampleOf('canceled'),
      'test/samples/c.json': '{"kind":"order"}',
      'test/samples/user-stream.jsonl': 'no sample',
    });
    expect(samples).toEqual([
      { file: 'test/samples/a.json', kind: 'canceled-order', source: 'the API, orders', verdict: 'pass', problems: [] },
      {
        file: 'test/samples/b odd %.json',
        kind: 'canceled-order',
        source: 'the API, orders',
        verdict: 'fail',
        problems: ['b odd %.json: canceled-order.state should be "filled", but is "canceled"'],
      },
      { file: 'test/samples/c.json', kind: '', source: '', verdict: 'fail', problems: ['c.json: member "payload" is missing'] },
    ]);
  });

  it('are none where there is no folder', async () => {
    expect(await check('thoroughReader', {})).toEqual([]);
  });

  it('fail by name where the connector does not return, and the next one is read', async () => {
    const samples = await check('busyReader', {
      'test/samples/a.json': sampleOf('canceled'),
      'test/samples/b.json': sampleOf('canceled', 'order'),
    });
    expect(samples.map(({ file, verdict }) => `${file} ${verdict}`)).toEqual(['test/samples/a.json fail', 'test/samples/b.json pass']);
    expect(samples[0]?.problems[0]).toMatch(/^nothing came for 3000 ms: /);
  });

  it('fail where the connector cannot be made', async () => {
    const { root, remove } = await packageWith({ 'a.json': sampleOf('canceled') });
    ends.push(remove);
    const { problems } = await readSampleFile(unmadeReader, fileURLToPath(new URL('a.json', root)));
    expect(problems).toEqual(['the connector cannot be made: there are no keys']);
  });

  it('and its recordings are left alone by a run of some cards', async () => {
    const report = await runSuite({
      subject: new URL('reading-subjects.ts', import.meta.url),
      exportName: 'rootedReader',
      selection: { cards: ['RULES-01'] },
      workers: 1,
      overSockets: false,
      mutants: false,
    });
    expect(report).toMatchObject({ verdict: 'pass', samples: null, witnesses: null });
  });
});
