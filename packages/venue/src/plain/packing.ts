import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Dialect } from '../dialect/dialect.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

const LARGEST_FRAME_BYTES = 1_048_576;

/** `gzip`: frames go out in binary, packed; the client's may be text, or binary and packed. */
export function packingOf({ compression = 'none' }: PlainShape): Pick<Dialect, 'packFrame' | 'unpackFrame'> {
  if (compression === 'none') return {};
  return {
    packFrame: (frame) => gzipSync(frame),
    unpackFrame: (bytes) => {
      try {
        return gunzipSync(Buffer.from(bytes), { maxOutputLength: LARGEST_FRAME_BYTES }).toString('utf8');
      } catch {
        throw new Refusal('malformed-parameter', 'gzip');
      }
    },
  };
}
