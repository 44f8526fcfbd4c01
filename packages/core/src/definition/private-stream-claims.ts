import type { Capabilities } from './capabilities.ts';

/** Whether a private stream tells of the account. */
export function hasPrivateStream(capabilities: Capabilities): boolean {
  return capabilities.hasPrivateStream ?? true;
}

/** Whether balances come on the private stream. */
export function streamsBalances(capabilities: Capabilities): boolean {
  return hasPrivateStream(capabilities) && (capabilities.streamsBalances ?? true);
}
