import type { Finding, Rule, SourceFile } from './source-file.ts';

const MAXIMUM_LINES = 400;

function* checkLength({ text }: SourceFile): Iterable<Finding> {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > MAXIMUM_LINES)
    yield { offset: text.length - 1, message: `${lines} lines, at most ${MAXIMUM_LINES}: split the file by what it is about` };
}

const vagueWords: ReadonlySet<string> = new Set(['helper', 'helpers', 'common', 'misc', 'manager', 'managers']);
const vagueNames: ReadonlySet<string> = new Set(['util', 'utils', 'types']);

/** A connector's fees, configuration schema and example pair stand in the file that such checklists call `utils`. */
function isConnectorUtils({ path, place }: SourceFile): boolean {
  return place.isConnector && place.room === undefined && /(?:^|\/)(?:src\/utils|test\/utils\.test)\.ts$/.test(path);
}

function* checkName(file: SourceFile): Iterable<Finding> {
  if (isConnectorUtils(file)) return;
  const { path } = file;
  for (const segment of path.split('/')) {
    const stem = segment.split('.')[0] ?? '';
    if (vagueNames.has(stem) || stem.split('-').some((word) => vagueWords.has(word))) {
      yield { offset: 0, message: `${segment} says nothing about what is inside: name it after its one subject` };
    }
  }
}

/** No file is long, and each is named after what it holds. */
export const fileRules: readonly Rule[] = [
  { id: 'file-length', holds: `No file has more than ${MAXIMUM_LINES} lines.`, check: checkLength },
  { id: 'file-name', holds: 'A file is named after its subject.', check: checkName },
];
