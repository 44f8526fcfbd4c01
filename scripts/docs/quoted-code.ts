import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declarationIn } from './declaration.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The connector that the guides quote by the names of its declarations: `reference#placeOrder`. */
const REFERENCE = 'packages/conformance/test/reference/src';
const MARK = /<!-- (docs\/examples\/\S+|reference#\S+) -->(?:\n+```ts\n.*?```)?/gs;
const BLOCK = /(?:<!-- (\S+) -->\n\n?)?```ts\n(.*?)```/gs;

/** What a page may quote: a file of docs/examples or a region of one, or a declaration of the reference connector. */
export const QUOTABLE: RegExp = /^(docs\/examples\/[a-z-]+\.ts(#[a-z-]+)?|reference#[A-Za-z_.]+)$/u;

export interface CodeBlock {
  /** Undefined when the line before the block names none. */
  readonly source: string | undefined;
  readonly code: string;
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(BLOCK)].map(([, source, code = '']) => ({ source, code }));
}

/** The page with what its marks name below them, as the sources now are. */
export function requoted(markdown: string): string {
  return markdown.replaceAll(MARK, (_block, source: string) => `<!-- ${source} -->\n\n\`\`\`ts\n${sourceOf(source)}\`\`\``);
}

/** The marks of a page that show no code. */
export function emptyMarks(markdown: string): readonly string[] {
  return [...markdown.matchAll(MARK)].flatMap(([block, source = '']) => (block.endsWith('```') ? [] : [source]));
}

/**
 * What a page quotes, without the indentation that all its lines share and without marks of regions.
 * @throws RangeError where there is no such region or declaration, or more than one
 */
export function sourceOf(reference: string): string {
  const [file = '', part] = reference.split('#');
  if (file === 'reference') return declarationOfReference(part ?? '');
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  if (part === undefined) return lines.join('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${part}`);
  const length = lines.slice(start).findIndex((line) => line.trim() === '// #endregion');
  if (start < 0 || length < 0) throw new RangeError(`${file} has no region ${part}`);
  return outdented(lines.slice(start + 1, start + length));
}

function declarationOfReference(name: string): string {
  const found = globSync('**/*.ts', { cwd: join(root, REFERENCE) })
    .toSorted()
    .flatMap((file) => declarationIn(readFileSync(join(root, REFERENCE, file), 'utf8').split('\n'), name) ?? []);
  const outermost = Math.min(...found.map(({ depth }) => depth));
  const [declaration, other] = found.filter(({ depth }) => depth === outermost);
  if (declaration === undefined) throw new RangeError(`${REFERENCE} has no declaration of ${name}`);
  if (other !== undefined)
    throw new RangeError(`${REFERENCE} declares ${name} more than once; say what it stands in, as in SpotOrderBookDataSource.onFrame`);
  return outdented(declaration.lines.filter((line) => !/^\s*\/\/ #(?:end)?region/u.test(line)));
}

function outdented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  return `${lines.map((line) => line.slice(Math.min(...indents))).join('\n')}\n`;
}
