import { expect, it } from 'vitest';
import { BENCH_SECTIONS, readBenchOptions } from '../../bench/options.ts';
import { jsonReport, tableOf } from '../../bench/report.ts';
import { contestRows, plainRow } from '../../bench/row.ts';

const MACHINE = { cpu: 'some cpu', cores: 2, node: 'v26.0.0', platform: 'linux x64' };
const ROWS = [
  ...contestRows(
    'depth',
    'µs/frame',
    [
      { name: 'JSON.parse', value: 3, spread: 0.02, ratio: 1 },
      { name: 'ours', value: 123.4, spread: 0.3, ratio: 41.1 },
    ],
    'JSON.parse',
    new Map([['ours', { of: 'ratio', most: 3.2 }]]),
  ),
  plainRow('start', 'import', 'ms', 45.04, 50),
];

it('writes a table with a head for each section, and says of each target whether it is reached', () => {
  expect(tableOf(ROWS).split('\n')).toEqual([
    '',
    'depth   (floor: JSON.parse)',
    '             unit      value     ±  × floor   target',
    ' JSON.parse  µs/frame   3.00   2 %     1.00',
    ' ours        µs/frame    123  30 %    41.10  ≤ 3.2 ×  ✘',
    '',
    'start',
    '             unit      value     ±  × floor   target',
    ' import      ms         45.0                 ≤ 50 ms  ✔',
  ]);
});

it('writes rows that other programs can read', () => {
  const report: { machine: unknown; rows: readonly object[] } = JSON.parse(jsonReport(MACHINE, ROWS));
  expect(report.machine).toEqual(MACHINE);
  expect(report.rows).toHaveLength(3);
  for (const row of report.rows) {
    expect(Object.keys(row)).toEqual(expect.arrayContaining(['name', 'unit', 'value', 'ratio', 'floor', 'target', 'ok']));
  }
  expect(report.rows[1]).toMatchObject({ name: 'ours', ratio: 41.1, floor: 3, target: 3.2, targetOf: 'ratio', ok: false });
});

it('reads its options, and says what is wrong with them', () => {
  expect(readBenchOptions([])).toEqual({ sections: BENCH_SECTIONS, isQuick: false, seed: 7, jsonFile: undefined });
  expect(readBenchOptions(['--only', 'tracker,depth', '--quick', '--seed', '3', '--json', 'rows.json'])).toEqual({
    sections: ['depth', 'tracker'],
    isQuick: true,
    seed: 3,
    jsonFile: 'rows.json',
  });
  expect(readBenchOptions(['--help'])).toBeUndefined();
  expect(() => readBenchOptions(['--only', 'depht'])).toThrow('--only: "depht" is none of depth, limiter, orders, tracker, start');
  expect(() => readBenchOptions(['--seed', 'x'])).toThrow('--seed: "x" is not a whole number');
  expect(() => readBenchOptions(['--fast'])).toThrow(/--fast/);
});
