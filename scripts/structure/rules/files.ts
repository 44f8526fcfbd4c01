import type { Finding, Rule, SourceFile } from '@venuekit/conformance/structure';
import { fileRules as rulesOfFiles } from '@venuekit/conformance/structure';
import { venueNames } from '../architecture.ts';

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

export const fileRules: readonly Rule[] = [
  { id: 'venue-names', holds: 'What every venue shares names no venue.', check: checkVenueNames },
  ...rulesOfFiles,
];
