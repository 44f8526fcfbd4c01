export { checkStructure } from './structure/check-structure.ts';
export type { StructureReport } from './structure/check-structure.ts';
export { fileRules } from './structure/file-rules.ts';
export { moneyRule } from './structure/money-rule.ts';
export { checkFile } from './structure/source-file.ts';
export type { Area, Finding, ImportReference, Place, Problem, Rule, SourceFile } from './structure/source-file.ts';
export { worldRules } from './structure/world-rules.ts';
export type { WorldGroup } from './structure/world-rules.ts';
