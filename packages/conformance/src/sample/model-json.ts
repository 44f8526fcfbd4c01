import { Decimal, LevelBatch } from '@venuekit/core/connector';

/** A model value as a sample's `expected` writes it: exact numbers as texts, levels as pairs of texts, maps as objects, errors as texts. */
export function modelJson(value: unknown): unknown {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (Decimal.isDecimal(value)) return value.toFixed();
  if (value instanceof Error) return value.message;
  if (value instanceof LevelBatch) return levelsJson(value);
  if (Array.isArray(value)) return value.map(modelJson);
  const entries = value instanceof Map ? [...value].map(([name, each]) => [String(name), each] as const) : Object.entries(value);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined).map(([name, each]) => [name, modelJson(each)]));
}

function levelsJson({ prices, quantities, exactPrices, exactQuantities, count }: LevelBatch): unknown {
  return Array.from({ length: count }, (_, index) => [
    exactPrices?.get(index) ?? String(prices[index]),
    exactQuantities?.get(index) ?? String(quantities[index]),
  ]);
}
