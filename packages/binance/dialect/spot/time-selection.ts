import { type FillQuery, given } from '@venuekit/venue';
import { invalid, type SpotParameters } from './spot-parameters.ts';
import { refuseCombination, WireRefusal } from './wire-refusal.ts';

const DAY_MS = 86_400_000;

/** Bounds of a question for the past. @throws WireRefusal -1127 for more than a day between them. */
export function readTimes(parameters: SpotParameters): Pick<FillQuery, 'startTimeMs' | 'endTimeMs'> {
  const [startTimeMs, endTimeMs] = [parameters.timeMs('startTime'), parameters.timeMs('endTime')];
  const span = (endTimeMs ?? Number.NaN) - (startTimeMs ?? Number.NaN);
  if (span < 0) throw invalid('startTime');
  if (span > DAY_MS) throw new WireRefusal(-1127, 'More than 24 hours between startTime and endTime.');
  return given({ startTimeMs, endTimeMs });
}

/**
 * Which of an account's things are shown: from the lower bound on when there is one, otherwise the newest.
 * @param isEitherOr whether the id excludes times.
 */
export function selectWithin(
  parameters: SpotParameters,
  idName: string,
  isEitherOr: boolean,
): <Thing extends { readonly creationTimeMs: number }>(things: readonly Thing[], idOf: (thing: Thing) => number) => readonly Thing[] {
  const fromId = parameters.integer(idName);
  const { startTimeMs, endTimeMs } = readTimes(parameters);
  refuseCombination(isEitherOr && fromId !== undefined && (startTimeMs ?? endTimeMs) !== undefined);
  const limit = parameters.limit(500, 1_000);
  const [fromMs, toMs] = [startTimeMs ?? 0, endTimeMs ?? Infinity];
  return (things, idOf) => {
    const chosen = things.filter((each) => idOf(each) >= (fromId ?? 0) && each.creationTimeMs >= fromMs && each.creationTimeMs <= toMs);
    return fromId === undefined && startTimeMs === undefined ? chosen.slice(-limit) : chosen.slice(0, limit);
  };
}
