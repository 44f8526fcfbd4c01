import { ConnectorError, PayloadFields, parseJson } from '@venuekit/core/connector';
import type { RestResponse } from '@venuekit/core/connector';

const CODES: ReadonlySet<unknown> = new Set([-2021, -2022]);

/** The venue has not carried out both halves of a cancel-replace; `data` says of each what has become of it (`rest-api.md`, Cancel an Existing Order and Send a New Order). */
export class CancelReplaceFailedError extends ConnectorError {
  override readonly name = 'CancelReplaceFailedError';
  readonly code = 'CANCEL_REPLACE_FAILED';
  /** The reply's `data`, as it came. */
  readonly data: unknown;

  constructor(data: unknown) {
    super('the venue has not carried out both halves of a cancel-replace');
    this.data = data;
  }
}

/** Undefined for every other answer, and for one that does not say what became of the halves. */
export function cancelReplaceFailure(response: RestResponse): CancelReplaceFailedError | undefined {
  const { status, origin } = response;
  if (status !== 400 && status !== 409) return undefined;
  try {
    const body = new PayloadFields(parseJson(response.text, { origin }), origin);
    if (!CODES.has(body.value('code')) || body.optionalObject('data') === undefined) return undefined;
    return new CancelReplaceFailedError(body.value('data'));
  } catch {
    return undefined;
  }
}
