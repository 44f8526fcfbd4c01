import { Buffer } from 'node:buffer';
import type { SocketConnection, SocketHandlers, SocketOpener } from '../runtime/socket.ts';
import type { Recorder } from './recorder.ts';
import type { FrameDirection, RecordedAccess } from './recording-format.ts';

/** A socket opener that writes down each socket, its messages in both directions and its end. */
export function recordedSocketOpener(open: SocketOpener, recorder: Recorder): SocketOpener {
  return (request, handlers) => {
    const watch = new SocketWatch(recorder, request.url, request.headers ?? {});
    return watch.connection(open(request, watch.handlers(handlers)));
  };
}

class SocketWatch {
  readonly #recorder: Recorder;
  readonly #name: string;
  /** Private once a credential has been seen. */
  #access: RecordedAccess = 'private';

  constructor(recorder: Recorder, url: string, headers: Readonly<Record<string, string>>) {
    this.#recorder = recorder;
    this.#name = recorder.nextConnection('socket', url);
    const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    recorder.note(this.#name, () => {
      const shown = recorder.scrubber.request({ method: 'GET', url, headers: lowerCase, body: '' });
      this.#access = shown.access;
      return { type: 'socket', access: shown.access, url: shown.url, headers: shown.headers };
    });
  }

  handlers(owner: SocketHandlers): SocketHandlers {
    return {
      onOpen: () => {
        this.#recorder.note(this.#name, () => ({ type: 'open' }));
        owner.onOpen();
      },
      onMessage: (data, isBinary) => {
        this.#noteFrame('from-venue', isBinary ? data : data.toString('utf8'));
        owner.onMessage(data, isBinary);
      },
      onPing: () => owner.onPing(),
      onPong: () => owner.onPong(),
      onClose: (info) => {
        const { code, reason } = info;
        this.#recorder.note(this.#name, () => ({ type: 'close', code, reason: this.#recorder.scrubber.freeText(reason) }));
        owner.onClose(info);
      },
    };
  }

  connection(inner: SocketConnection): SocketConnection {
    return {
      send: (data) => {
        inner.send(data);
        this.#noteFrame('to-venue', data);
      },
      ping: () => inner.ping(),
      close: (code, reason) => inner.close(code, reason),
      terminate: () => inner.terminate(),
      get bufferedBytes() {
        return inner.bufferedBytes;
      },
    };
  }

  #noteFrame(direction: FrameDirection, data: string | Uint8Array): void {
    const { scrubber } = this.#recorder;
    this.#recorder.note(this.#name, () => {
      const shown =
        typeof data === 'string'
          ? scrubber.frame(this.#access, direction, data)
          : scrubber.binaryFrame(this.#access, direction, Buffer.from(data));
      this.#access = shown.access;
      return { type: 'frame', direction, ...shown };
    });
  }
}
