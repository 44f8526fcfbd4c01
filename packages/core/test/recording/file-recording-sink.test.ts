import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileRecordingSink } from '../../src/recording/file-recording-sink.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venuekit-recording-'));
  path = join(folder, 'one.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true }));

it('writes lines into a new file that only its owner may read', () => {
  const sink = new FileRecordingSink(path);
  sink.write('{"a":1}');
  sink.write('{"b":"é"}');
  sink.close();
  sink.close();
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":"é"}\n');
  expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
});

it('keeps at most 64 KiB in memory', () => {
  const sink = new FileRecordingSink(path);
  const line = 'a'.repeat(1_023);
  for (let count = 0; count < 100; count += 1) sink.write(line);
  expect(statSync(path).size).toBeGreaterThanOrEqual(100 * 1_024 - 65_536);
  sink.close();
  expect(statSync(path).size).toBe(100 * 1_024);
});

it('never overwrites a file', () => {
  new FileRecordingSink(path).close();
  expect(() => new FileRecordingSink(path)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', field: 'path', origin: path }));
  expect(() => new FileRecordingSink(join(folder, 'none', 'two.jsonl'))).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }));
});

it('takes no line beyond its size, none after its end, and no size that is none', () => {
  const sink = new FileRecordingSink(path, { maximumBytes: 10 });
  sink.write('12345');
  expect(() => sink.write('12345')).toThrow(expect.objectContaining({ code: 'RECORDING_FULL', outcome: 'not-sent' }));
  sink.close();
  expect(readFileSync(path, 'utf8')).toBe('12345\n');
  expect(() => sink.write('1')).toThrow(expect.objectContaining({ code: 'RECORDING_FULL' }));
  expect(() => new FileRecordingSink(join(folder, 'two.jsonl'), { maximumBytes: Number.NaN })).toThrow(/maximumBytes/);
  expect(existsSync(join(folder, 'two.jsonl'))).toBe(false);
});
