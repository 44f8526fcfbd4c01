import { scrubText } from '../log/scrub-text.ts';
import type { SocketCloseInfo } from '../runtime/socket.ts';

const MAXIMUM_REASON = 200;

/** What an error says, fit to be told as the reason of an interruption. */
export function messageOf(error: unknown): string {
  return scrubText(error instanceof Error ? error.message : 'no reason was given', MAXIMUM_REASON);
}

/** Why a socket is closed. */
export function closeReason(info: SocketCloseInfo): string {
  if (info.error !== undefined) return info.error.message;
  return info.reason === '' ? `closed with code ${info.code}` : `closed with code ${info.code}: ${info.reason}`;
}
