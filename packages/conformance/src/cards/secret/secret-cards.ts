import type { Card } from '../../card/card.ts';
import { hostileEchoes, nothingInspected, redirectIsRefused, troubledDay } from './nothing-shown.ts';
import { errorsOfMembers } from './errors-of-members.ts';

/** The cards of the family SECRET, in the order of their numbers. */
export const secretCards: readonly Card[] = [troubledDay, errorsOfMembers, nothingInspected, hostileEchoes, redirectIsRefused];
