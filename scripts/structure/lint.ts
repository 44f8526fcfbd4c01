import { fileRules } from './rules/files.ts';
import { importRules } from './rules/import-order.ts';
import { moneyRule } from './rules/money.ts';
import { worldRules } from './rules/world.ts';
import { lineAt, readSource, UnreadableSource, type Problem, type Rule } from './source-file.ts';

export const rules: readonly Rule[] = [...importRules, ...worldRules, moneyRule, ...fileRules];

/** Checks one file against every rule. The path is relative to the repository's root and decides what applies. */
export function lintFile(path: string, text: string): Problem[] {
  try {
    const file = readSource(path, text);
    return rules.flatMap((rule) =>
      Array.from(rule.check(file), ({ offset, message }) => ({ rule: rule.id, path, line: lineAt(text, offset), message })),
    );
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    return [{ rule: 'unreadable', path, line: 1, message: error.message }];
  }
}
