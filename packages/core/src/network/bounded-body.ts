import { Buffer } from 'node:buffer';

/** The body of an answer is larger than the reader allows. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a body as UTF-8 text and stops as soon as it is too large.
 *
 * @throws BodyTooLarge
 */
export async function readBoundedText(response: Response, maximumBytes: number): Promise<string> {
  const { body } = response;
  if (body === null) return '';
  const declared = response.headers.get('content-length');
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  try {
    if (declared !== null && /^\d+$/.test(declared) && Number.parseInt(declared, 10) > maximumBytes) throw new BodyTooLarge();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > maximumBytes) throw new BodyTooLarge();
      chunks.push(value);
    }
  } catch (error) {
    // Frees the connection; whether that works changes nothing for the caller.
    reader.cancel().catch(() => {});
    throw error;
  }
  return Buffer.concat(chunks, size).toString('utf8');
}
