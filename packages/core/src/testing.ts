export { ManualClock } from './clock/manual-clock.ts';
export type { ManualClockOptions, RunLimits, WorkSource } from './clock/manual-clock.ts';
