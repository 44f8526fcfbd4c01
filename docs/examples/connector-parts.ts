import type { ContinuityRule } from '@venuekit/core/connector';

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
