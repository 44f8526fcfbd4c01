import { Buffer } from 'node:buffer';
import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** A way in which venues pack their frames. */
interface Packing {
  unpack(bytes: Buffer): Buffer;
  pack(bytes: Buffer): Buffer;
}

const MAXIMUM_BYTES = 8 * 1024 * 1024;
const LIMITS = { maxOutputLength: MAXIMUM_BYTES };

const PACKINGS: readonly Packing[] = [
  { unpack: (bytes) => bytes, pack: (bytes) => bytes },
  { unpack: (bytes) => gunzipSync(bytes, LIMITS), pack: gzipSync },
  { unpack: (bytes) => inflateSync(bytes, LIMITS), pack: deflateSync },
  { unpack: (bytes) => inflateRawSync(bytes, LIMITS), pack: deflateRawSync },
];

/**
 * The bytes of a binary frame after its text has been scrubbed, packed as it came (not at all, gzip, deflate with or without header).
 * @returns undefined when there is no text in it that could be read.
 */
export function withScrubbedText(bytes: Uint8Array, scrub: (text: string) => string): Buffer | undefined {
  const frame = Buffer.from(bytes);
  for (const packing of PACKINGS) {
    const text = textIn(frame, packing);
    if (text === undefined) continue;
    const scrubbed = scrub(text);
    return scrubbed === text ? frame : packing.pack(Buffer.from(scrubbed, 'utf8'));
  }
  return undefined;
}

function textIn(frame: Buffer, packing: Packing): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(packing.unpack(frame));
  } catch {
    return undefined;
  }
}
