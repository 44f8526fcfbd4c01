import type { Finding, ImportReference, Place, Rule, SourceFile } from '@venuekit/conformance/structure';
import { connectorDependencies, roomOrders, separateLevel, sharedDependencies, wrappedModules } from '../architecture.ts';
import { placeOf } from '../place-of.ts';

const scope = '@venuekit/';

type Rooms = (typeof roomOrders)[string];

function roomOrderProblem(rooms: Rooms, from: string, to: string): string | undefined {
  if (from === to) return undefined;
  const fromIndex = rooms.findIndex((room) => room.name === from);
  const toIndex = rooms.findIndex((room) => room.name === to);
  if (fromIndex === -1 || toIndex === -1) return undefined;
  if (rooms[fromIndex]?.level === separateLevel && rooms[toIndex]?.level === separateLevel) {
    return `${from}/ and ${to}/ never import one another: they meet in the rooms of level 3`;
  }
  return toIndex < fromIndex ? undefined : `${from}/ stands above ${to}/ and may not import it`;
}

function* checkRooms(file: SourceFile): Iterable<Finding> {
  const { place } = file;
  const rooms = roomOrders[place.package ?? ''];
  if (rooms === undefined || place.area !== 'src' || place.isEntry) return;
  if (place.room === undefined || !rooms.some((room) => room.name === place.room)) {
    yield { offset: 0, message: 'this is neither an entry file nor in a room that scripts/structure/architecture.ts lists' };
    return;
  }
  for (const { target, offset } of file.imports) {
    const to = target === undefined ? undefined : placeOf(target);
    if (to?.package !== place.package || to?.area !== 'src' || to.room === undefined) continue;
    const message = roomOrderProblem(rooms, place.room, to.room);
    if (message !== undefined) yield { offset, message };
  }
}

function* checkEntries(file: SourceFile): Iterable<Finding> {
  const { place, path } = file;
  if (place.area !== 'src' && place.area !== 'dialect') return;
  if (place.room !== undefined && path.endsWith('/index.ts')) {
    yield { offset: 0, message: 'a room has no barrel file: import the file that declares the name' };
  }
  for (const { target, specifier, offset } of file.imports) {
    const to = target === undefined ? undefined : placeOf(target);
    if (to?.isEntry === true && to.package === place.package) {
      yield { offset, message: `nothing imports an entry file (${specifier}): import the file that declares the name` };
    }
  }
}

function allowedPackages(place: Place): readonly string[] {
  if (place.package === undefined || place.area === undefined) return [];
  const own = place.area === 'test' ? [place.package] : [];
  return [...own, ...(place.isConnector ? connectorDependencies[place.area] : (sharedDependencies[place.package] ?? []))];
}

function packageProblem(place: Place, { specifier, target }: ImportReference): string | undefined {
  if (specifier.startsWith(scope)) {
    const name = specifier.slice(scope.length).split('/')[0] ?? '';
    // The wall has its own rule, with its own reason.
    if (name === place.package && place.isConnector && place.area !== 'test') return undefined;
    const allowed = allowedPackages(place);
    if (allowed.includes(name)) return undefined;
    return `${place.package}/${place.area} may import ${allowed.length === 0 ? 'no workspace package' : `only ${allowed.join(', ')}`}, not ${specifier}`;
  }
  if (target === undefined) return undefined;
  const to = placeOf(target);
  if (to.package !== undefined && to.package !== place.package) return `${specifier} reaches into another package: import it by its name`;
  const staysInside = place.area === 'test' || to.area === place.area || to.area === 'src' || to.area === 'dialect';
  return staysInside ? undefined : `${specifier} leaves ${place.area}/, which is published without it`;
}

function* checkPackages(file: SourceFile): Iterable<Finding> {
  if (file.place.package === undefined || file.place.area === undefined) return;
  for (const reference of file.imports) {
    const message = packageProblem(file.place, reference);
    if (message !== undefined) yield { offset: reference.offset, message };
  }
}

function* checkWall(file: SourceFile): Iterable<Finding> {
  const { place } = file;
  if (!place.isConnector || (place.area !== 'src' && place.area !== 'dialect')) return;
  const other = place.area === 'src' ? 'dialect' : 'src';
  for (const { specifier, target, offset } of file.imports) {
    const crosses = target === undefined ? specifier.startsWith(`${scope}${place.package}`) : placeOf(target).area === other;
    if (crosses) yield { offset, message: `${place.area}/ and ${other}/ share nothing, or both would share one mistake (${specifier})` };
  }
}

function* checkWrappedModules(file: SourceFile): Iterable<Finding> {
  const { place } = file;
  if (place.package !== 'core' || place.area !== 'src' || place.isEntry) return;
  for (const { specifier, offset } of file.imports) {
    const owner = wrappedModules[specifier];
    if (owner !== undefined && owner !== place.room) yield { offset, message: `only ${owner}/ imports ${specifier}` };
  }
}

export const importRules: readonly Rule[] = [
  {
    id: 'room-order',
    holds: 'A room of core or conformance imports only rooms above it; rooms of level 2 never one another.',
    check: checkRooms,
  },
  { id: 'entry-files', holds: 'Nothing imports an entry file, and rooms have no barrel files.', check: checkEntries },
  { id: 'package-order', holds: 'Packages import only the packages below them, and by name.', check: checkPackages },
  { id: 'dialect-wall', holds: "A connector's dialect/ and src/ do not import one another.", check: checkWall },
  { id: 'wrapped-modules', holds: 'A module that one room of core wraps is imported by that room only.', check: checkWrappedModules },
];
