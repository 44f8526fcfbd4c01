import type { ContinuityRule, RateLimit, UserStreamUpdate } from '@venuekit/core/connector';
import { InvalidPayloadError, parseDecimal, readInteger, readObject, readString } from '@venuekit/core/connector';

// #region continuity
/** Every message carries a number, each one higher than the last. */
export const numberedMessages: ContinuityRule = {
  afterSnapshot: (snapshotUpdateId, diff) => {
    if (diff.lastUpdateId <= snapshotUpdateId) return 'stale';
    return diff.firstUpdateId === snapshotUpdateId + 1 ? 'apply' : 'gap';
  },
  afterDiff: (lastUpdateId, diff) => {
    if (diff.lastUpdateId <= lastUpdateId) return 'stale';
    return diff.firstUpdateId === lastUpdateId + 1 ? 'apply' : 'gap';
  },
  isSnapshotTooOld: (snapshotUpdateId, firstBuffered) => snapshotUpdateId + 1 < firstBuffered.firstUpdateId,
};
// #endregion

// #region limits
/** An order counts against its own limit and costs 2 of the pool that all calls share. */
export const rateLimits: readonly RateLimit[] = [
  { limitId: 'all', limit: 1_200, intervalMs: 60_000 },
  { limitId: '/orders', limit: 50, intervalMs: 10_000, linkedLimits: [{ limitId: 'all', weight: 2 }] },
];
// #endregion

// #region private-event
/** One private event → what it tells. What cannot be used is thrown: core reports it and goes on with the next event. */
export function readPrivateEvent(event: unknown): readonly UserStreamUpdate[] {
  const origin = 'private stream';
  const row = readObject(event, '(whole)', origin);
  const kind = readString(row['kind'], 'kind', origin);
  if (kind !== 'balance') throw new InvalidPayloadError({ field: 'kind', origin, expected: 'a known event', received: kind });
  return [
    {
      kind: 'balance',
      asset: readString(row['asset'], 'asset', origin),
      total: parseDecimal(readString(row['total'], 'total', origin), 'total', origin),
      available: parseDecimal(readString(row['free'], 'free', origin), 'free', origin),
      updateTimeMs: readInteger(row['time'], 'time', origin),
    },
  ];
}
// #endregion
