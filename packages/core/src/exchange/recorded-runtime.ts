import { recordingRuntime } from '../recording/recording-runtime.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ExchangeConnectorOptions } from './connector-options.ts';

/** The runtime that a connector is given, recorded where its options say so. */
export function recordedRuntime({ runtime, recording, definition }: ExchangeConnectorOptions): Runtime {
  if (recording === undefined) return runtime;
  const { sink, version, ...options } = recording;
  const { name, tradingPairs, recordingAllowList: allowed } = definition;
  const connector = version === undefined ? { name, tradingPairs } : { name, version, tradingPairs };
  return recordingRuntime(runtime, sink, { ...(allowed === undefined ? {} : { allowed }), ...options, connector });
}
