export { ManualClock } from './clock/manual-clock.ts';
export type { ManualClockOptions, RunLimits, WorkSource } from './clock/manual-clock.ts';
export { SystemClock } from './clock/system-clock.ts';
export { sleep } from './clock/sleep.ts';
export { withDeadline } from './clock/with-deadline.ts';
export { inLaterMacrotask, macrotaskTurn } from './clock/macrotask-turn.ts';
export { SeededRandom } from './random/seeded-random.ts';
export { pickOne, randomInteger, shuffled } from './random/choices.ts';
export type {
  RequestServer,
  ServerHandshake,
  ServerReply,
  ServerRequest,
  ServerSocket,
  ServerSocketHandlers,
  SocketRefusal,
  SocketServer,
} from './runtime/server-socket.ts';
export { createLogger } from './log/create-logger.ts';
export { silentLogger } from './log/silent-logger.ts';
export { createRuntime } from './network/create-runtime.ts';
export { InProcessNetwork } from './network/in-process-network.ts';
export type { FaultMatch, InProcessNetworkOptions, InProcessServer, Latency } from './network/in-process-network.ts';
export type { RequestFault } from './network/in-process-request.ts';
export { inProcessRuntime } from './network/in-process-runtime.ts';
export type { InProcessRuntimeParts } from './network/in-process-runtime.ts';
export { MortalWorld } from './network/mortal-world.ts';
export type { InProcessSocket } from './network/in-process-socket.ts';
export type { LoggerOptions, LogLevel } from './log/create-logger.ts';
export type { DeadlineOptions } from './clock/with-deadline.ts';
export type { CountingRuntime, RuntimeOptions } from './network/create-runtime.ts';
export type { Clock, TimerHandle } from './runtime/clock.ts';
export type { FetchFunction } from './runtime/fetch.ts';
export type { Logger, LogFields } from './runtime/logger.ts';
export type { Random } from './runtime/random.ts';
export type { Runtime } from './runtime/runtime.ts';
export type { SocketCloseInfo, SocketConnection, SocketHandlers, SocketOpener, SocketRequest } from './runtime/socket.ts';
export { readJsonNodes, withReplacements } from './recording/json-nodes.ts';
export type { JsonMember, JsonNode, JsonSpan, Replacement } from './recording/json-nodes.ts';
export { isOwnHost } from './recording/own-host.ts';
export { RECORDING_VERSION } from './recording/recording-format.ts';
export type {
  FrameDirection,
  RecordedAccess,
  RecordedClose,
  RecordedConnector,
  RecordedEvent,
  RecordedFailure,
  RecordedFrame,
  RecordedMoment,
  RecordedOpening,
  RecordedReply,
  RecordedRequest,
  RecordedSocket,
  RecordingHeader,
  RecordingSource,
  RecordingSourceKind,
} from './recording/recording-format.ts';
export { MemoryRecordingSink } from './recording/recording-sink.ts';
export type { RecordingSink } from './recording/recording-sink.ts';
