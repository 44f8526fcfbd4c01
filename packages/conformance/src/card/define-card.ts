import type { Card } from './card.ts';

const authentic = new WeakSet<object>();

/** Freezes a card of the suite, so that nobody changes what it claims. @throws RangeError for an id that is not of the card's family. */
export function defineCard(card: Card): Card {
  if (!card.id.startsWith(`${card.family}-`) || !/^[A-Z]+-\d{2,3}$/.test(card.id)) {
    throw new RangeError(`the id ${card.id} is none of family ${card.family}`);
  }
  const frozen = Object.freeze({ ...card });
  authentic.add(frozen);
  return frozen;
}

/** Whether something is a card of the suite itself, and no replacement of one. */
export function isAuthentic(card: object): boolean {
  return authentic.has(card);
}
