import type { Buffer } from 'node:buffer';
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

const DEFAULT_MAXIMUM_BYTES = 8 * 1024 * 1024;

/** How frames are packed, and how large they may be unpacked. */
export interface InflateOptions {
  /** Where the frame came from, for the error: stream or event. */
  readonly origin: string;
  /** The most bytes that an inflated frame may have, at least 1. Default 8 MiB. */
  readonly maximumBytes?: number;
  /**
   * `gzip`, `deflate` (zlib header) and `deflate-raw` (no header): every frame is packed so. `auto`: a frame that begins with
   * the bytes 1f 8b is gzip, any other is not packed. Default `auto`.
   */
  readonly format?: 'auto' | 'gzip' | 'deflate' | 'deflate-raw';
}

/**
 * The content of a frame that the venue packed itself, inside of a binary frame; `permessage-deflate` needs no help. A frame that is
 * not packed is returned as it is, the same buffer, whatever its size.
 *
 * @throws InvalidPayloadError when it is broken, cut short, or larger than `maximumBytes`: nothing beyond that is inflated
 */
export function inflateFrame(frame: Buffer, options: InflateOptions): Buffer {
  const { origin, format = 'auto', maximumBytes = DEFAULT_MAXIMUM_BYTES } = options;
  if (format === 'auto' && !isGzip(frame)) return frame;
  const limits = { maxOutputLength: maximumBytes };
  try {
    if (format === 'deflate') return inflateSync(frame, limits);
    if (format === 'deflate-raw') return inflateRawSync(frame, limits);
    return gunzipSync(frame, limits);
  } catch (error) {
    const expected = expectation(error, format === 'auto' ? 'gzip' : format, maximumBytes);
    if (expected === undefined) throw error;
    throw new InvalidPayloadError({ field: '(whole)', origin, expected, received: `a frame of ${frame.byteLength} bytes`, cause: error });
  }
}

function isGzip(frame: Buffer): boolean {
  return frame[0] === 0x1f && frame[1] === 0x8b;
}

/** What the frame should have been; undefined where not the frame is at fault. */
function expectation(error: unknown, format: string, maximumBytes: number): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `at most ${maximumBytes} bytes when inflated`;
  return code.startsWith('Z_') ? `whole and valid ${format}` : undefined;
}
