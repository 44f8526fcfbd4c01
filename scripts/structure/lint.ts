import { checkFile, type Problem, type Rule } from '@venuekit/conformance/structure';
import { placeOf } from './place-of.ts';
import { fileRules } from './rules/files.ts';
import { importRules } from './rules/import-order.ts';
import { moneyRule } from './rules/money.ts';
import { worldRules } from './rules/world.ts';

export const rules: readonly Rule[] = [...importRules, ...worldRules, moneyRule, ...fileRules];

/** Checks one file against every rule. The path is relative to the repository's root and decides what applies. */
export function lintFile(path: string, text: string): Problem[] {
  return checkFile(path, text, placeOf(path), rules);
}
