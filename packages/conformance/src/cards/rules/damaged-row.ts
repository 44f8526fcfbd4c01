/** How the row of one market is damaged: all its values are gone, or its numbers are none. */
export type RowDamage = 'no-values' | 'no-numbers';

const NUMBER_TEXT = /^-?\d+(\.\d+)?$/;

/**
 * A list of markets, as JSON, in which the last row that is not about a certain market is damaged. The list is the outermost one in which
 * one row names that market and others do not, and may be an object with a member for each market; a text without such a list stays as it is.
 * @param market words that all stand in the row that must stay whole, in any case of letters.
 */
export function damageRow(text: string, market: readonly string[], damage: RowDamage): string {
  const root: unknown = JSON.parse(text);
  const names = market.map((word) => word.toLowerCase());
  const isKept = ([name, row]: readonly [string, unknown]): boolean => {
    const shown = `${name} ${JSON.stringify(row)}`.toLowerCase();
    return names.every((word) => shown.includes(word));
  };
  const list = outermostList(root, isKept);
  const row = Object.entries(list).findLast((entry) => !isKept(entry));
  if (row === undefined) return text;
  Reflect.set(list, row[0], damaged(row[1], damage));
  return JSON.stringify(root);
}

function outermostList(root: unknown, isKept: (row: readonly [string, unknown]) => boolean): object {
  for (let level: readonly unknown[] = [root]; level.length > 0; level = level.flatMap((value) => membersOf(value))) {
    const found = level.find((value): value is object => isObject(value) && isListWith(value, isKept));
    if (found !== undefined) return found;
  }
  return {};
}

function isListWith(list: object, isKept: (row: readonly [string, unknown]) => boolean): boolean {
  const rows: readonly [string, unknown][] = Object.entries(list);
  return rows.length > 1 && rows.every(([, row]) => isObject(row)) && rows.filter((row) => isKept(row)).length === 1;
}

function membersOf(value: unknown): readonly unknown[] {
  return isObject(value) ? Object.values(value) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function damaged(value: unknown, damage: RowDamage): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => damaged(item, damage));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, damaged(member, damage)]));
  }
  if (damage === 'no-values') return null;
  const isNumber = typeof value === 'number' || (typeof value === 'string' && NUMBER_TEXT.test(value));
  return isNumber ? 'unreadable' : value;
}
