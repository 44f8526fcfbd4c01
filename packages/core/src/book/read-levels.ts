import { readArray } from '../network/payload-reader.ts';
import { LevelBatch } from './level-batch.ts';

/**
 * Reads rows of `[price, quantity, …]` into a batch, which is emptied first.
 * @param into default a fresh one. @throws InvalidPayloadError naming the field, after which the batch means nothing.
 */
export function readLevels(value: unknown, field: string, origin: string, into: LevelBatch = new LevelBatch()): LevelBatch {
  into.clear();
  for (const row of readArray(value, field, origin)) {
    const [price, quantity] = readArray(row, field, origin);
    into.pushText(price, quantity, origin);
  }
  return into;
}
