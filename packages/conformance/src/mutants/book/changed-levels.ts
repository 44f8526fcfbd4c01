import { LevelBatch } from '@venuekit/core/connector';

/** A copy of some levels with other quantities; a level for which `change` gives nothing is left out. */
export function changedLevels(
  levels: LevelBatch,
  change: (price: number, quantity: number, index: number) => number | undefined,
): LevelBatch {
  const copy = new LevelBatch();
  for (let index = 0; index < levels.count; index += 1) {
    const [price, quantity] = [levels.prices[index] ?? 0, levels.quantities[index] ?? 0];
    const changed = change(price, quantity, index);
    if (changed !== undefined) copy.push(price, changed);
  }
  return copy;
}
