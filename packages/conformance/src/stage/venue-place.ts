import type { TradingPair } from '@venuekit/core/connector';
import type { SubjectCredentials, SubjectPlace } from '../subject/conformance-subject.ts';

/** A place whose services stand at these HTTP origins. */
export function venuePlace(
  origins: Readonly<Record<string, string>>,
  parts: { readonly credentials: SubjectCredentials | undefined; readonly tradingPairs: readonly TradingPair[] },
): SubjectPlace {
  const httpUrl = (service: string): string => {
    const origin = origins[service];
    if (origin === undefined) throw new RangeError(`the dialect has no service ${service}, only ${Object.keys(origins).join(', ')}`);
    return origin;
  };
  return { ...parts, httpUrl, wsUrl: (service) => httpUrl(service).replace(/^http/, 'ws') };
}

/** The service that a URL of a connector addresses; the URL's own host where it is none of them. */
export function serviceAt(origins: Readonly<Record<string, string>>, url: URL): string {
  const found = Object.entries(origins).find(([, origin]) => new URL(origin).host === url.host);
  return found?.[0] ?? url.host;
}
