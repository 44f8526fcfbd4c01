/**
 * One of several payloads that tell the same fields: those of `names` (with spaces between them) in this order; `new:old` tells the field `old` as `new`.
 * Fields that are undefined are left out where the payload is written as JSON.
 * @throws TypeError for a name that is none of the fields.
 */
export function pickFields(fields: Readonly<Record<string, unknown>>, names: string): Record<string, unknown> {
  const picked = names.split(' ').map((each): [string, unknown] => {
    const [told = '', own = told] = each.split(':');
    if (!Object.hasOwn(fields, own)) throw new TypeError(`there is no field ${own}`);
    return [told, fields[own]];
  });
  return Object.fromEntries(picked);
}
