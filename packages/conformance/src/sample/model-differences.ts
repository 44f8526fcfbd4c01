import { isPayloadObject } from '@venuekit/core/connector';

/**
 * Where a model is not as expected: members that are not named may be anything, lists have as many items as expected.
 * @returns one text each, with the path of the member.
 */
export function modelDifferences(expected: unknown, actual: unknown, path: string): readonly string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${path} should be a list, but is ${shown(actual)}`];
    const length = expected.length === actual.length ? [] : [`${path} should have ${expected.length} items, but has ${actual.length}`];
    return [
      ...length,
      ...expected.slice(0, actual.length).flatMap((item, index) => modelDifferences(item, actual[index], `${path}[${index}]`)),
    ];
  }
  if (isPayloadObject(expected)) {
    if (!isPayloadObject(actual)) return [`${path} should be an object, but is ${shown(actual)}`];
    return Object.entries(expected).flatMap(([name, value]) =>
      modelDifferences(value, Object.hasOwn(actual, name) ? actual[name] : undefined, `${path}.${name}`),
    );
  }
  // A double may be written as the text that it stands for; null says that a member is absent.
  const isEqual =
    expected === actual || (expected === null && actual === undefined) || (typeof actual === 'number' && expected === String(actual));
  return isEqual ? [] : [`${path} should be ${shown(expected)}, but is ${shown(actual)}`];
}

const MAXIMUM_SHOWN = 120;

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > MAXIMUM_SHOWN ? `${text.slice(0, MAXIMUM_SHOWN)}…` : text;
}
