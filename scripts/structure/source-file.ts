import { posix } from 'node:path';
import { parseSync, Visitor, type Program } from 'oxc-parser';
import { entryFiles, sharedPackages } from './architecture.ts';

type Area = 'src' | 'dialect' | 'test';

/** Where a file stands, from its path alone. */
export interface Place {
  /** The folder under `packages/`, or `undefined` outside it. */
  readonly package: string | undefined;
  readonly area: Area | undefined;
  /** The folder under the area, for example `book`; `undefined` for a file directly in it. */
  readonly room: string | undefined;
  readonly isEntry: boolean;
  readonly isConnector: boolean;
}

export interface ImportReference {
  readonly specifier: string;
  /** The path from the repository's root for a relative import. */
  readonly target: string | undefined;
  readonly offset: number;
}

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly place: Place;
  readonly program: Program;
  readonly imports: readonly ImportReference[];
}

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

export class UnreadableSource extends Error {}

function isArea(name: string | undefined): name is Area {
  return name === 'src' || name === 'dialect' || name === 'test';
}

export function placeOf(path: string): Place {
  const [top, packageName, area, ...rest] = path.split('/');
  if (top !== 'packages' || packageName === undefined || rest.length === 0) {
    return { package: undefined, area: undefined, room: undefined, isEntry: false, isConnector: false };
  }
  return {
    package: packageName,
    area: isArea(area) ? area : undefined,
    room: rest.length > 1 ? rest[0] : undefined,
    isEntry: (area === 'src' || area === 'dialect') && rest.length === 1 && entryFiles.has(rest[0] ?? ''),
    isConnector: !sharedPackages.has(packageName),
  };
}

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

export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text, { lang: path.endsWith('.ts') ? 'ts' : 'js', preserveParens: false });
  const [error] = errors;
  if (error !== undefined) throw new UnreadableSource(`${path}: ${error.message}`);
  return { path, text, place: placeOf(path), program, imports: importsOf(path, program) };
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
