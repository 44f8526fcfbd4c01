import type { Runtime } from '../runtime/runtime.ts';
import { decorate } from '../telemetry/decorate.ts';
import { recordedFetch } from './recorded-fetch.ts';
import { recordedSocketOpener } from './recorded-socket.ts';
import { Recorder, type RecordingOptions } from './recorder.ts';
import type { RecordingSink } from './recording-sink.ts';

/**
 * A runtime that does what `runtime` does and writes all REST requests and sockets down as one timeline, scrubbed of secrets: JSON lines as
 * `recording-format.ts` describes them. One runtime makes one recording. What cannot be written ends the recording with a warning in the
 * log, and changes nothing for the connector.
 */
export function recordingRuntime(runtime: Runtime, sink: RecordingSink, options: RecordingOptions): Runtime {
  const recorder = new Recorder(runtime, sink, options);
  return decorate(runtime, {
    fetch: recordedFetch((request) => runtime.fetch(request), recorder),
    openSocket: recordedSocketOpener((request, handlers) => runtime.openSocket(request, handlers), recorder),
  });
}
