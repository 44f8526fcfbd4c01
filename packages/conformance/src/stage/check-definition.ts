import { ConfigurationError } from '@venuekit/core/connector';
import { describeValue } from './describe-value.ts';

/** Whether what a subject's `define` gave is a definition at all. @throws ConfigurationError naming what it lacks. */
export function checkDefinition(given: unknown): void {
  const origin = 'define of the subject';
  if (given instanceof Promise) throw new ConfigurationError('definition', origin, 'is a promise; define must not be async');
  if (!isObject(given)) throw new ConfigurationError('definition', origin, `is ${describeValue(given)}`);
  const { capabilities } = given;
  if (!isObject(capabilities)) throw new ConfigurationError('capabilities', origin, `is ${describeValue(capabilities)}`);
  for (const name of ['orderTypes', 'timeInForce']) {
    if (!Array.isArray(capabilities[name]))
      throw new ConfigurationError(`capabilities.${name}`, origin, `is ${describeValue(capabilities[name])}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
