import type { Card } from '../../card/card.ts';
import { noncesOfManyAtOnce, noncesOverLives } from './nonces.ts';
import { readOnlyKey, withoutKeys, wrongSecret } from './refused-keys.ts';
import { escapedParameters, everyCallIsSigned, freshLogin, freshSignatures } from './signatures.ts';
import { refusedToken, tokenNotToBeHad } from './stream-tokens.ts';

/** The cards of the family AUTH, in the order of their numbers. */
export const authCards: readonly Card[] = [
  everyCallIsSigned,
  escapedParameters,
  freshSignatures,
  freshLogin,
  noncesOfManyAtOnce,
  noncesOverLives,
  refusedToken,
  tokenNotToBeHad,
  withoutKeys,
  wrongSecret,
  readOnlyKey,
];
