import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** The whole body as text; undefined when it is larger than `maximumBytes`, or the client went away. */
export function readBody(message: IncomingMessage, maximumBytes: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maximumBytes) resolve(undefined);
    else chunks.push(chunk);
  });
  message.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  message.on('error', () => resolve(undefined));
  message.on('close', () => resolve(undefined));
  return promise;
}
