import type { Card } from '../../card/card.ts';
import { readOnlyKey, withoutKeys, wrongSecret } from './refused-keys.ts';
import { escapedParameters, everyCallIsSigned, freshLogin, freshSignatures } from './signatures.ts';

/** The cards of the family AUTH, in the order of their numbers. */
export const authCards: readonly Card[] = [
  everyCallIsSigned,
  escapedParameters,
  freshSignatures,
  freshLogin,
  withoutKeys,
  wrongSecret,
  readOnlyKey,
];
