const WARN = 40;
const LONGEST = 300;

/** What a line of the log warns of, in a sentence; undefined for a line that warns of nothing. @param line as `createLogger` writes it. */
export function loggedWarning(line: string): string | undefined {
  const fields: unknown = JSON.parse(line);
  if (!isObject(fields) || typeof fields['level'] !== 'number' || fields['level'] < WARN) return undefined;
  const { error } = fields;
  const cause = isObject(error) ? `: ${String(error['type'])}: ${String(error['message'])}` : '';
  return `logs: ${String(fields['msg'])}${cause}`.slice(0, LONGEST);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
