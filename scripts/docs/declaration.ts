/** A declaration in formatted code. */
export interface Declaration {
  readonly lines: readonly string[];
  /** How far it is indented. */
  readonly depth: number;
}

/**
 * The outermost declaration of a name, with its docstring: a function, class, constant, method or member of an object.
 * @param name with what it stands in before a dot: `Books.onFrame`; `Books.name..domain` is all from the one to the other.
 * @returns undefined where there is none.
 */
export function declarationIn(lines: readonly string[], name: string): Declaration | undefined {
  const [outer = '', ...inner] = name.split(/(?<!\.)\.(?!\.)/u);
  const [from = '', to] = outer.split('..');
  if (to !== undefined) return rangeIn(lines, from, to);
  const start = startOf(lines, outer);
  if (start === undefined) return undefined;
  const end = endOf(lines, start);
  if (inner.length > 0) return declarationIn(lines.slice(start + 1, end + 1), inner.join('.'));
  let first = start;
  while (/^\s*(?:\/\*\*|\*)/u.test(lines[first - 1] ?? '')) first -= 1;
  return { lines: lines.slice(first, end + 1), depth: indentOf(lines[start] ?? '') };
}

function rangeIn(lines: readonly string[], from: string, to: string): Declaration | undefined {
  const [start, last] = [startOf(lines, from), startOf(lines, to)];
  if (start === undefined || last === undefined || last < start) return undefined;
  return { lines: lines.slice(start, endOf(lines, last) + 1), depth: indentOf(lines[start] ?? '') };
}

function startOf(lines: readonly string[], name: string): number | undefined {
  const keyworded = new RegExp(
    String.raw`^\s*(?:export )?(?:async )?(?:readonly |static )?(?:const|let|function\*?|class|interface|type) ${name}\b`,
    'u',
  );
  const member = new RegExp(String.raw`^\s*(?:readonly )?(?:async )?${name}(?::| =|\(.*(?:\{|\($)|\($)`, 'u');
  const found = lines.flatMap((line, index) => (keyworded.test(line) || member.test(line) ? [index] : []));
  return found.toSorted((left, right) => indentOf(lines[left] ?? '') - indentOf(lines[right] ?? ''))[0];
}

/** The line with which all brackets that the first one opened are closed again. */
function endOf(lines: readonly string[], start: number): number {
  let open = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').replaceAll(/'[^']*'|\/\/.*$/gu, '');
    open += [...line.matchAll(/[([{]/gu)].length - [...line.matchAll(/[)\]}]/gu)].length;
    const isWhole = /[,;}]$/u.test(line.trimEnd()) || indentOf(lines[index + 1] ?? '') <= indentOf(lines[start] ?? '');
    if (open <= 0 && isWhole) return index;
  }
  return lines.length - 1;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
