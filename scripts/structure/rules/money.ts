import { matchesGlob } from 'node:path';
import { moneyRule as ruleOfMoney, type Rule } from '@venuekit/conformance/structure';
import { doubleRooms } from '../architecture.ts';

/** Money becomes a double only in the rooms that architecture.ts lists. */
export const moneyRule: Rule = ruleOfMoney((path) => doubleRooms.some((pattern) => matchesGlob(path, pattern)));
