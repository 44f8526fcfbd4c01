import type { Area, Place } from '@venuekit/conformance/structure';
import { entryFiles, sharedPackages } from './architecture.ts';

function isArea(name: string | undefined): name is Area {
  return name === 'src' || name === 'dialect' || name === 'test';
}

/** Where a file of this repository stands, from its path alone. */
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
