type Container = Readonly<Record<string, unknown>> | readonly unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** The first list of rows in the tree, those nearest to the root first; rows are objects, or lists themselves. */
function rowsIn(root: unknown): unknown[] | undefined {
  const waiting: unknown[] = [root];
  for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) {
    if (!isContainer(value)) continue;
    if (Array.isArray(value) && value.length > 0 && value.every(isContainer)) return value;
    for (const member of Object.values<unknown>(value)) waiting.push(member);
  }
  return undefined;
}

/** A reply in JSON whose first list of rows begins with an empty row; the same text where there is no such list. */
export function withMalformedRow(text: string): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const rows = rowsIn(root);
  if (rows === undefined) return text;
  rows.unshift(Array.isArray(rows[0]) ? [] : {});
  return JSON.stringify(root);
}
