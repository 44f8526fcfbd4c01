import type { format, FormatConfig } from 'oxfmt';

/** As the package's own `.oxfmtrc.json` says. */
const OPTIONS: FormatConfig = { printWidth: 140, singleQuote: true, proseWrap: 'preserve', objectWrap: 'preserve', sortPackageJson: false };
const FORMATTED = /\.(?:ts|json|md|yml)$/;

interface Formatter {
  readonly format: typeof format;
}

/**
 * Formats the files that have a format; where there is no formatter they stay as the templates wrote them.
 * @throws SyntaxError naming a file that cannot be read.
 */
export async function formatFiles(
  files: ReadonlyMap<string, string>,
  load: () => Promise<Formatter> = () => import('oxfmt'),
): Promise<ReadonlyMap<string, string>> {
  const formatter = await loaded(load);
  if (formatter === undefined) return files;
  const formatted = new Map<string, string>();
  for (const [path, text] of files) {
    if (!FORMATTED.test(path)) {
      formatted.set(path, text);
      continue;
    }
    const { code, errors } = await formatter.format(path, text, OPTIONS);
    const [error] = errors;
    if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
    formatted.set(path, code);
  }
  return formatted;
}

async function loaded(load: () => Promise<Formatter>): Promise<Formatter | undefined> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
