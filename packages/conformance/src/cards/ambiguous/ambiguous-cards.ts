import type { Card } from '../../card/card.ts';
import { absenceCards, streamDownCard } from './absence.ts';
import { lostAmendmentCards } from './amendments.ts';
import { unknownCodeInTheBody } from './codes-in-the-body.ts';
import { explicitAnswerCards } from './explicit-answers.ts';
import { lostAnswerCards } from './lost-answers.ts';

/** The cards of the family AMBIGUOUS, in the order of their numbers. */
export const ambiguousCards: readonly Card[] = [
  ...lostAnswerCards,
  ...absenceCards,
  ...lostAmendmentCards,
  ...explicitAnswerCards,
  streamDownCard,
  unknownCodeInTheBody,
];
