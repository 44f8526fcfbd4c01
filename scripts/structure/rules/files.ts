import { maxFileLines, venueNames } from '../architecture.ts';
import { placeOf, type Finding, type Rule, type SourceFile } from '../source-file.ts';

function* checkVenueNames(file: SourceFile): Iterable<Finding> {
  const { place, path, text } = file;
  if (place.package === undefined || place.isConnector || place.area !== 'src') return;
  const lower = text.toLowerCase();
  for (const name of venueNames) {
    if (path.toLowerCase().includes(name)) yield { offset: 0, message: `the file's path names a venue (${name})` };
    for (let offset = lower.indexOf(name); offset !== -1; offset = lower.indexOf(name, offset + 1)) {
      yield { offset, message: `${place.package} serves every venue and names none (${name})` };
    }
  }
}

function* checkLength({ text }: SourceFile): Iterable<Finding> {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > maxFileLines)
    yield { offset: text.length - 1, message: `${lines} lines, at most ${maxFileLines}: split the file by what it is about` };
}

const vagueWords: ReadonlySet<string> = new Set(['helper', 'helpers', 'common', 'misc', 'manager', 'managers']);
const vagueNames: ReadonlySet<string> = new Set(['util', 'utils', 'types']);

/** A connector's fees, configuration schema and example pair stand in the file that such checklists call `utils`. */
function isConnectorUtils(path: string): boolean {
  const place = placeOf(path);
  return place.isConnector && place.room === undefined && (path.endsWith('/src/utils.ts') || path.endsWith('/test/utils.test.ts'));
}

function* checkName({ path }: SourceFile): Iterable<Finding> {
  if (isConnectorUtils(path)) return;
  for (const segment of path.split('/')) {
    const stem = segment.split('.')[0] ?? '';
    if (vagueNames.has(stem) || stem.split('-').some((word) => vagueWords.has(word))) {
      yield { offset: 0, message: `${segment} says nothing about what is inside: name it after its one subject` };
    }
  }
}

export const fileRules: readonly Rule[] = [
  { id: 'venue-names', holds: 'What every venue shares names no venue.', check: checkVenueNames },
  { id: 'file-length', holds: `No file has more than ${maxFileLines} lines.`, check: checkLength },
  { id: 'file-name', holds: 'A file is named after its subject.', check: checkName },
];
