import { isSecretName } from '@venuekit/core/connector';
import type { WireView } from '../card/card-stage.ts';
import type { SubjectCredentials } from '../subject/conformance-subject.ts';

/** Shorter values stand in innocent texts too. */
const SHORTEST = 12;

/** All that must never be shown: the credentials, and every signature, token and key that has left the connector. */
export function secretValues(credentials: SubjectCredentials, wire: WireView): ReadonlySet<string> {
  const values = new Set<string>();
  const add = (value: string | undefined): void => {
    if (value !== undefined && value.length >= SHORTEST) values.add(value);
  };
  add(credentials.apiSecret);
  add(credentials.apiKey);
  add(credentials.passphrase);
  const addNamed = (entries: Iterable<readonly [string, unknown]>): void => {
    for (const [name, value] of entries) if (isSecretName(name) && typeof value === 'string') add(value);
  };
  for (const { url, headers, body } of wire.requests) {
    addNamed(url.searchParams);
    addNamed(headers);
    addNamed(jsonMembers(body));
    addNamed(new URLSearchParams(body));
  }
  for (const { url, frames } of wire.sockets) {
    addNamed(url.searchParams);
    for (const { text } of frames) addNamed(jsonMembers(text));
  }
  return values;
}

/** The members of an object and of those in it. */
function jsonMembers(text: string): readonly (readonly [string, unknown])[] {
  if (!text.startsWith('{')) return [];
  const members: (readonly [string, unknown])[] = [];
  try {
    JSON.parse(text, (name: string, value: unknown) => {
      members.push([name, value]);
      return value;
    });
  } catch {
    return [];
  }
  return members;
}
