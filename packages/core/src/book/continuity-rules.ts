import type { ContinuityRule, ContinuityVerdict } from './depth-message.ts';

const after = (id: number, lastUpdateId: number, isNext: boolean): ContinuityVerdict =>
  lastUpdateId <= id ? 'stale' : isNext ? 'apply' : 'gap';

/** Each message covers a range of changes, `firstUpdateId` to `lastUpdateId`, that begins after the range before; a snapshot holds all changes up to its id. */
export const rangeContinuity: ContinuityRule = {
  isSnapshotTooOld: (id, first) => id + 1 < first.firstUpdateId,
  afterSnapshot: (id, diff) => after(id, diff.lastUpdateId, diff.firstUpdateId <= id + 1),
  afterDiff: (id, diff) => after(id, diff.lastUpdateId, diff.firstUpdateId === id + 1),
};

/** Each message names the last id of the message before, in `previousUpdateId`; a snapshot holds all changes up to its id. */
export const previousContinuity: ContinuityRule = {
  isSnapshotTooOld: (id, first) => id < (first.previousUpdateId ?? 0),
  afterSnapshot: (id, diff) => after(id, diff.lastUpdateId, (diff.previousUpdateId ?? 0) <= id),
  afterDiff: (id, diff) => after(id, diff.lastUpdateId, diff.previousUpdateId === id),
};

/** Messages of a book are numbered one by one, its snapshot among them. */
export const sequenceContinuity: ContinuityRule = {
  isSnapshotTooOld: () => false,
  afterSnapshot: (id, diff) => after(id, diff.lastUpdateId, diff.lastUpdateId === id + 1),
  afterDiff: (id, diff) => after(id, diff.lastUpdateId, diff.lastUpdateId === id + 1),
};

/** Messages say nothing of their order: something else proves that none is missing, such as a checksum, or that each holds the whole book. */
export const unnumberedContinuity: ContinuityRule = {
  isSnapshotTooOld: () => false,
  afterSnapshot: () => 'apply',
  afterDiff: () => 'apply',
};
