type Rows = unknown[] | Record<string, unknown>;

function isContainer(value: unknown): value is Rows {
  return typeof value === 'object' && value !== null;
}

/** Whether two rows are of one kind: they have most of their members in common. */
function areAlike(one: Rows, other: Rows): boolean {
  const names = new Set(Object.keys(one));
  const shared = Object.keys(other).filter((name) => names.has(name)).length;
  return shared * 2 > Math.max(names.size, Object.keys(other).length);
}

/** A list, or an object with a member for each row: there the rows must be several and of one kind. */
function areRows(value: Rows): boolean {
  const rows = Object.values<unknown>(value);
  const [first] = rows;
  if (!isContainer(first) || !rows.every(isContainer)) return false;
  return Array.isArray(value) || (rows.length > 1 && rows.every((row) => areAlike(first, row)));
}

/** The rows nearest to the root. */
function rowsIn(root: unknown): Rows | undefined {
  const waiting: unknown[] = [root];
  for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) {
    if (!isContainer(value)) continue;
    if (areRows(value)) return value;
    for (const member of Object.values<unknown>(value)) waiting.push(member);
  }
  return undefined;
}

/** A reply in JSON with one row more, which is empty: the first of the rows nearest to the root; the same text where there are no rows. */
export function withMalformedRow(text: string): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const rows = rowsIn(root);
  if (rows === undefined) return text;
  if (Array.isArray(rows)) rows.unshift(Array.isArray(rows[0]) ? [] : {});
  else rows['malformed'] = {};
  return JSON.stringify(root);
}
