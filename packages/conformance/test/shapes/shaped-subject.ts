import { generateKeyPairSync } from 'node:crypto';
import { plainDialect, type PlainShape } from '@venuekit/venue';
import type { ConformanceSubject, SubjectCredentials } from '../../src/subject/conformance-subject.ts';
import { DEFAULT_CREDENTIALS } from '../../src/subject/conformance-subject.ts';
import { shapedConnector } from './shaped-connector.ts';

function credentialsFor({ signing = 'header' }: PlainShape): SubjectCredentials {
  if (signing !== 'ed25519' && signing !== 'jwt') return { ...DEFAULT_CREDENTIALS, passphrase: 'open sesame' };
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    apiKey: DEFAULT_CREDENTIALS.apiKey,
    apiSecret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    verifier: { kind: 'ed25519', key: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
  };
}

/** The connector of a shape on a plain venue of that shape. */
export function shapedSubject(shape: PlainShape): ConformanceSubject {
  return {
    name: `shaped ${JSON.stringify(shape)}`,
    dialect: () => plainDialect(shape),
    define: shapedConnector(shape),
    credentials: credentialsFor(shape),
  };
}
