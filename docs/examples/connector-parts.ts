import type { ContinuityRule, RateLimit } from '@venuekit/core/connector';

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
