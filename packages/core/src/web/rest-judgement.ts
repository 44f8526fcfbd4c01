import { ConnectorError } from '../errors/connector-error.ts';
import { printable } from '../errors/excerpt.ts';
import { RateLimitError } from '../errors/rate-limit-error.ts';
import { VenueUnavailableError } from '../errors/venue-unavailable-error.ts';
import type { ResponseClassifier } from './processors.ts';
import type { RestResponse } from './rest-response.ts';
import { retryAfterMs } from './retry-after.ts';

const EXCERPT_LENGTH = 200;

/** The error that an answer stands for, or undefined when it is none. What the classifier does not know is judged by its status. */
export function errorOf(response: RestResponse, classify: ResponseClassifier): Error | undefined {
  try {
    const error = classify(response);
    if (error !== undefined) return error;
  } catch (error) {
    return asUndecided(error, response);
  }
  return response.status >= 200 && response.status < 300 ? undefined : errorOfStatus(response);
}

/** The request has left: an error of ours about its answer must not claim the contrary. */
export function asUndecided(error: unknown, response: RestResponse): Error {
  if (ConnectorError.is(error) && error.outcome !== 'not-sent') return error;
  return new VenueUnavailableError({
    status: response.status,
    venueCode: '',
    venueMessage: `${response.origin}: the answer could not be judged`,
    cause: error,
  });
}

function errorOfStatus(response: RestResponse): Error {
  const { status } = response;
  const venueMessage = `${response.origin}: ${printable(response.text.slice(0, EXCERPT_LENGTH))}`;
  if (status !== 429 && status !== 418) return new VenueUnavailableError({ status, venueCode: '', venueMessage });
  return new RateLimitError({ status, venueCode: '', venueMessage, retryAfterMs: retryAfterMs(response), isBan: status === 418 });
}
