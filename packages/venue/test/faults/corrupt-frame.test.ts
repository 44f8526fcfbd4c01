import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { corruptFrame } from '../../src/faults/corrupt-frame.ts';

describe('a frame whose packing is broken', () => {
  const frame = JSON.stringify({ topic: 'book', bids: [['100', '1']] });

  it('begins as a packed frame does and cannot be unpacked', () => {
    const sent = corruptFrame(frame, 'packing', (text) => gzipSync(text));
    expect([sent[0], sent[1]]).toEqual([0x1f, 0x8b]);
    expect(() => gunzipSync(sent)).toThrow('unexpected end of file');
  });

  it('is half of the text where texts are not packed, or the dialect could not pack it', () => {
    const half = frame.slice(0, Math.ceil(frame.length / 2));
    expect(corruptFrame(frame, 'packing', (text) => text)).toBe(half);
    expect(corruptFrame(frame, 'packing', () => undefined)).toBe(half);
  });
});
