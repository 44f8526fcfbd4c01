import { Buffer } from 'node:buffer';
import type { FetchFunction } from '../runtime/fetch.ts';
import type { Recorder } from './recorder.ts';
import type { RecordedAccess, RecordedReply } from './recording-format.ts';

/** A `fetch` that writes down each request and what becomes of it. The reply reaches the caller as it comes, byte by byte. */
export function recordedFetch(fetchFunction: FetchFunction, recorder: Recorder): FetchFunction {
  return async (request) => {
    const body = request.body === null ? '' : await request.clone().text();
    const connection = recorder.nextConnection('request', request.url);
    let access: RecordedAccess = 'private';
    recorder.note(connection, () => {
      const { method, url } = request;
      const shown = recorder.scrubber.request({ method, url, headers: Object.fromEntries(request.headers), body });
      access = shown.access;
      return { type: 'request', ...shown };
    });
    try {
      return noted(await fetchFunction(request), recorder, connection, access);
    } catch (error) {
      recorder.note(connection, () => ({ type: 'failure', problem: error instanceof Error ? error.name : 'unknown' }));
      throw error;
    }
  };
}

function noted(response: Response, recorder: Recorder, connection: string, access: RecordedAccess): Response {
  const { body, status, statusText, headers } = response;
  const note = (text: string, cut?: RecordedReply['cut']): void =>
    recorder.note(connection, () => ({
      type: 'reply',
      status,
      ...recorder.scrubber.reply(access, Object.fromEntries(headers), text),
      ...(cut === undefined ? {} : { cut }),
    }));
  if (body === null) {
    note('');
    return response;
  }
  return new Response(watched(body, recorder.maximumBodyBytes, note), { status, statusText, headers });
}

/** The same stream; `note` is called once, at its end, with what has passed. */
function watched(
  body: ReadableStream<Uint8Array>,
  maximumBytes: number,
  note: (text: string, cut?: RecordedReply['cut']) => void,
): ReadableStream<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const passed = new PassedBytes(maximumBytes);
  let isNoted = false;
  const end = (cut?: RecordedReply['cut']): void => {
    if (isNoted) return;
    isNoted = true;
    note(passed.text, passed.isCut ? 'too-long' : cut);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            end();
            controller.close();
            return;
          }
          passed.add(value);
          controller.enqueue(value);
        } catch (error) {
          end('broken');
          controller.error(error);
        }
      },
      cancel(reason) {
        end('canceled');
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Bytes of a body, up to a limit. */
class PassedBytes {
  readonly #maximum: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #isCut = false;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  get text(): string {
    return Buffer.concat(this.#chunks, this.#size).toString('utf8');
  }

  add(chunk: Uint8Array): void {
    const kept = chunk.subarray(0, this.#maximum - this.#size);
    if (kept.byteLength < chunk.byteLength) this.#isCut = true;
    this.#chunks.push(kept.slice());
    this.#size += kept.byteLength;
  }
}
