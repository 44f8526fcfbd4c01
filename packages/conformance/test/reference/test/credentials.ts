import type { SubjectCredentials } from '@venuekit/conformance';

/** Keys that no real venue knows, and what the venue of the tests checks signatures by. */
export const CREDENTIALS = {
  apiKey: 'k'.repeat(64),
  apiSecret: 's'.repeat(64),
  verifier: { kind: 'hmac', key: 's'.repeat(64) },
} satisfies SubjectCredentials;
