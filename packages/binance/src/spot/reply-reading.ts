import type { RequestContext, RestParameters, TradingPair } from '@venuekit/core/connector';
import { asError } from '../payload-fields.ts';

/** A signed GET. */
export function signedQuery(context: RequestContext, path: string, limitId: string, parameters: RestParameters): Promise<unknown> {
  return context.rest.execute({ path, limitId, parameters, isAuthRequired: true, signal: context.signal });
}

/** Reports what could not be used of a reply about a pair (undefined: about the account). */
export function skippedIn(context: RequestContext, pair: TradingPair | undefined): (error: Error) => void {
  return (error) => context.log.warn({ tradingPair: pair, error }, 'a part of a reply could not be used and was skipped');
}

/** The rows that can be read; each of the others goes to `onProblem`. */
export function usableRows<Row, Parsed>(
  rows: readonly Row[],
  parse: (row: Row) => Parsed,
  onProblem: (error: Error) => void,
): readonly Parsed[] {
  const parsed: Parsed[] = [];
  for (const row of rows) {
    try {
      parsed.push(parse(row));
    } catch (error) {
      onProblem(asError(error, 'row'));
    }
  }
  return parsed;
}
