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
