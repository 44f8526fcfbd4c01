export { createRuntime } from './network/create-runtime.ts';
export type { CountingRuntime, RuntimeOptions } from './network/create-runtime.ts';
