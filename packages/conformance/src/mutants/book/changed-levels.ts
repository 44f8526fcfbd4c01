import { LevelBatch, type ConnectorDefinition, type DepthDiff, type DepthSnapshot } from '@venuekit/core/connector';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';

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

/** A copy of some levels in doubles. */
export function copiedLevels(levels: LevelBatch): LevelBatch {
  return changedLevels(levels, (_price, quantity) => quantity);
}

/** The definition that reads other levels, in changes and in snapshots of either way. */
export function withLevels(definition: ConnectorDefinition, change: (levels: LevelBatch) => LevelBatch): ConnectorDefinition {
  const changed = <Message extends DepthDiff | DepthSnapshot>(message: Message): Message => ({
    ...message,
    bids: change(message.bids),
    asks: change(message.asks),
  });
  const other = withMarketSink(definition, (sink) => ({
    diff: (diff) => sink.diff(changed(diff)),
    snapshot: (snapshot) => sink.snapshot(changed(snapshot)),
  }));
  return withBookSource(other, (source) => ({
    requestSnapshot: async (context, pair) => changed(await source.requestSnapshot(context, pair)),
  }));
}
