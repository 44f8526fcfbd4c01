import type { Card } from '../../card/card.ts';
import { foreignFrameCards } from './foreign-frames.ts';
import { newThingCards } from './new-things.ts';
import { strangeBodyCards } from './strange-bodies.ts';
import { unknownMemberCards } from './unknown-members.ts';
import { unknownWordCards } from './unknown-words.ts';

/** The cards of the family EVOLUTION, in the order of their numbers. */
export const evolutionCards: readonly Card[] = [
  ...unknownMemberCards,
  ...unknownWordCards,
  ...foreignFrameCards,
  ...strangeBodyCards,
  ...newThingCards,
];
