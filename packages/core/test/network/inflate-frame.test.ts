import { Buffer } from 'node:buffer';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { inflateFrame } from '../../src/network/inflate-frame.ts';
import type { InflateOptions } from '../../src/network/inflate-frame.ts';

const origin = 'market stream';
const content = Buffer.from('{"bids":[["64000.10","0.5"]],"asks":[],"note":"€"}');
const packings = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate-raw', deflateRawSync],
] as const;

function failureOf(frame: Buffer, options: Omit<InflateOptions, 'origin'> = {}): InvalidPayloadError {
  try {
    inflateFrame(frame, { origin, ...options });
  } catch (error) {
    if (error instanceof InvalidPayloadError) return error;
    throw error;
  }
  throw new Error('the frame was taken');
}

test('a frame of gzip is inflated, and one of plain text passes as it is', () => {
  expect(inflateFrame(gzipSync(content), { origin })).toEqual(content);
  expect(inflateFrame(content, { origin })).toBe(content);
  expect(inflateFrame(content, { origin, maximumBytes: 1 })).toBe(content);
});

test('a frame too short to be gzip, or with half of its mark, passes as it is', () => {
  for (const bytes of [[], [0x1f], [0x8b, 0x1f], [0x1f, 0x8c], [0x00, 0x1f, 0x8b]]) {
    const frame = Buffer.from(bytes);
    expect(inflateFrame(frame, { origin })).toBe(frame);
  }
});

test.each(packings)('%s gives back every content, the empty one too', (format, pack) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      expect(inflateFrame(pack(bytes), { origin, format }).equals(bytes)).toBe(true);
    }),
  );
});

test.each(packings)('of %s that is cut short nothing is used', (format, pack) => {
  const whole = pack(content);
  for (let length = 0; length < whole.byteLength; length += 1) {
    const failure = failureOf(whole.subarray(0, length), { format });
    expect(failure.message).toBe(
      `${origin}: field "(whole)" should be whole and valid ${format}, but is ${JSON.stringify(`a frame of ${length} bytes`)}`,
    );
  }
});

test('gzip that is cut short or broken is refused also where it was found by its mark', () => {
  const whole = gzipSync(content);
  expect(failureOf(whole.subarray(0, -1))).toMatchObject({ code: 'INVALID_PAYLOAD', origin });
  const wrongChecksum = Buffer.from(whole);
  wrongChecksum.writeUInt32LE(0, whole.byteLength - 8);
  expect(failureOf(wrongChecksum).message).toContain('should be whole and valid gzip');
  expect(failureOf(Buffer.from([0x1f, 0x8b, 0xff, 0xff, 0xff])).cause).toBeInstanceOf(Error);
});

test.each(packings)('plain text is refused where every frame should be %s', (format) => {
  expect(failureOf(content, { format })).toMatchObject({ code: 'INVALID_PAYLOAD', origin });
});

test('a bomb is given up at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024 + 1));
  expect(bomb.byteLength).toBeLessThan(20_000);
  expect(failureOf(bomb).message).toContain('market stream: field "(whole)" should be at most 8388608 bytes when inflated');
});

test.each(packings)('%s may be as large as the limit and not one byte larger', (format, pack) => {
  expect(inflateFrame(pack(Buffer.alloc(1_000)), { origin, format, maximumBytes: 1_000 })).toHaveLength(1_000);
  expect(failureOf(pack(Buffer.alloc(1_001)), { format, maximumBytes: 1_000 }).message).toContain('at most 1000 bytes');
});

test('a limit that is none is the mistake of the caller, not of the venue', () => {
  expect(() => inflateFrame(gzipSync(content), { origin, maximumBytes: 0 })).toThrow(RangeError);
});
