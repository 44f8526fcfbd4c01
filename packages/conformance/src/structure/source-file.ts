import { posix } from 'node:path';
import { parseSync, Visitor, type Program } from 'oxc-parser';

/** The parts of a package that have rules of their own. */
export type Area = 'src' | 'dialect' | 'test';

/** Where a file stands. */
export interface Place {
  /** The package's name or folder; `undefined` outside packages. */
  readonly package: string | undefined;
  readonly area: Area | undefined;
  /** The folder under the area, for example `book`; `undefined` for a file directly in it. */
  readonly room: string | undefined;
  readonly isEntry: boolean;
  readonly isConnector: boolean;
}

export interface ImportReference {
  readonly specifier: string;
  /** For a relative import its path from where `SourceFile.path` begins. */
  readonly target: string | undefined;
  readonly offset: number;
}

export interface SourceFile {
  /** From the root that is checked, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly place: Place;
  readonly program: Program;
  readonly imports: readonly ImportReference[];
}

/** What is wrong, where. Lines count from 1. */
export interface Problem {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export interface Rule {
  readonly id: string;
  /** What holds where the rule is kept, in one sentence. */
  readonly holds: string;
  check(file: SourceFile): Iterable<Finding>;
}

export interface Finding {
  readonly offset: number;
  readonly message: string;
}

/** A file is no TypeScript or JavaScript. */
class UnreadableSource extends Error {}

function importsOf(path: string, program: Program): ImportReference[] {
  const imports: ImportReference[] = [];
  const add = (source: { readonly value: unknown; readonly start: number } | null): void => {
    if (source === null || typeof source.value !== 'string') return;
    const isRelative = source.value.startsWith('.');
    imports.push({
      specifier: source.value,
      target: isRelative ? posix.join(posix.dirname(path), source.value) : undefined,
      offset: source.start,
    });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source.type === 'Literal' ? node.source : null),
    TSImportType: (node) => add(node.source),
  }).visit(program);
  return imports;
}

/** @throws UnreadableSource */
function readSource(path: string, text: string, place: Place): SourceFile {
  const { program, errors } = parseSync(path, text, { lang: path.endsWith('.ts') ? 'ts' : 'js', preserveParens: false });
  const [error] = errors;
  if (error !== undefined) throw new UnreadableSource(`${path}: ${error.message}`);
  return { path, text, place, program, imports: importsOf(path, program) };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Checks one file against rules; a file that cannot be read is a problem of its own. */
export function checkFile(path: string, text: string, place: Place, rules: readonly Rule[]): Problem[] {
  try {
    const file = readSource(path, text, place);
    return rules.flatMap((rule) =>
      Array.from(rule.check(file), ({ offset, message }) => ({ rule: rule.id, path, line: lineAt(text, offset), message })),
    );
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    return [{ rule: 'unreadable', path, line: 1, message: error.message }];
  }
}
