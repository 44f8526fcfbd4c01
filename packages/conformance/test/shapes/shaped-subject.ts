import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { plainDialect, type PlainShape } from '@venuekit/venue';
import type { ConformanceSubject, SubjectCredentials } from '../../src/subject/conformance-subject.ts';
import { DEFAULT_CREDENTIALS } from '../../src/subject/conformance-subject.ts';
import { shapedConnector } from './shaped-connector.ts';

function credentialsFor({ signing = 'header' }: PlainShape): SubjectCredentials {
  switch (signing) {
    case 'ed25519':
      return keyPair('ed25519', generateKeyPairSync('ed25519'));
    case 'jwt':
      return keyPair('es256', generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    default:
      return { ...DEFAULT_CREDENTIALS, passphrase: 'open sesame' };
  }
}

function keyPair(
  kind: 'ed25519' | 'es256',
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): SubjectCredentials {
  return {
    apiKey: DEFAULT_CREDENTIALS.apiKey,
    apiSecret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    verifier: { kind, key: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
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
