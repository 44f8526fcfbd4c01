import type { FormatConfig } from 'oxfmt';

/** As the package's own `.oxfmtrc.json` says. */
const OPTIONS: FormatConfig = { printWidth: 140, singleQuote: true, proseWrap: 'preserve', objectWrap: 'preserve', sortPackageJson: false };
const FORMATTED = /\.(?:ts|json|md|yml)$/;

/** Formats the files that have a format. @throws SyntaxError naming a file that cannot be read. */
export async function formatFiles(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const { format } = await import('oxfmt');
  const formatted = new Map<string, string>();
  for (const [path, text] of files) {
    if (!FORMATTED.test(path)) {
      formatted.set(path, text);
      continue;
    }
    const { code, errors } = await format(path, text, OPTIONS);
    const [error] = errors;
    if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
    formatted.set(path, code);
  }
  return formatted;
}
