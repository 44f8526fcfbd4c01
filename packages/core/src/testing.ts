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
export type { InProcessSocket } from './network/in-process-socket.ts';
