import { matchesGlob } from 'node:path';
import { worldRules as rulesOfTheWorld, type Rule } from '@venuekit/conformance/structure';
import { worldRooms } from '../architecture.ts';

/** The world is touched only in the rooms that architecture.ts lists. */
export const worldRules: readonly Rule[] = rulesOfTheWorld((group, path) =>
  worldRooms[group].some((pattern) => matchesGlob(path, pattern)),
);
