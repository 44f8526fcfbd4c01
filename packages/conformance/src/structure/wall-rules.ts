import type { Finding, Rule, SourceFile } from './source-file.ts';

const SCOPE = '@venuekit/';
/** What each part of a connector may import of VenueKit. */
const ALLOWED: Readonly<Record<'src' | 'dialect', readonly string[]>> = {
  src: ['core'],
  dialect: ['core', 'venue'],
};

function* checkWall({ place, path, imports }: SourceFile): Iterable<Finding> {
  const { area } = place;
  if (area !== 'src' && area !== 'dialect') return;
  const other = area === 'src' ? 'dialect' : 'src';
  for (const { specifier, target, offset } of imports) {
    const [top] = target?.split('/') ?? [];
    const isOwnPackage = place.package !== undefined && (specifier === place.package || specifier.startsWith(`${place.package}/`));
    if (top === other || isOwnPackage) {
      yield { offset, message: `${area}/ and ${other}/ share nothing, or both would share one mistake (${specifier})` };
    } else if (target !== undefined && top !== area) {
      yield { offset, message: `${specifier} leaves ${area}/, which is published without it (from ${path})` };
    }
  }
}

function* checkImports({ place, imports }: SourceFile): Iterable<Finding> {
  if (place.area !== 'src' && place.area !== 'dialect') return;
  const allowed = ALLOWED[place.area];
  for (const { specifier, offset } of imports) {
    if (!specifier.startsWith(SCOPE) || specifier.startsWith(`${place.package ?? ''}/`)) continue;
    const name = specifier.slice(SCOPE.length).split('/')[0] ?? '';
    if (allowed.includes(name)) continue;
    yield { offset, message: `${place.area}/ may import ${allowed.map((known) => SCOPE + known).join(' and ')}, not ${specifier}` };
  }
}

function* checkBarrels({ place, path }: SourceFile): Iterable<Finding> {
  if (place.area === 'test' || place.room === undefined || !path.endsWith('/index.ts')) return;
  yield { offset: 0, message: 'a folder has no index.ts: import the file that declares the name' };
}

/** The two sides of a connector share nothing, and import of VenueKit only what stands below them. */
export const wallRules: readonly Rule[] = [
  { id: 'dialect-wall', holds: 'src/ and dialect/ do not import one another.', check: checkWall },
  { id: 'package-order', holds: 'src/ imports core; dialect/ imports core and venue.', check: checkImports },
  { id: 'no-barrels', holds: 'Folders have no index files.', check: checkBarrels },
];
