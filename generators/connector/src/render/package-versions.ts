import { GENERATOR_VERSION } from '../generator-version.ts';

/** What a package that stands by itself depends on: the versions that these templates were tried with. */
export const PACKAGE_VERSIONS: Readonly<Record<string, string>> = {
  venuekit: `^${GENERATOR_VERSION}`,
  // Any of the major, so that a minor of core asks nothing of connectors.
  venuekitPeer: `^${GENERATOR_VERSION.split('.')[0] ?? ''}`,
  changelog: '1.0.0',
  changesets: '3.0.3',
  msw: '3.0.5',
  oxfmt: '0.75.0',
  oxlint: '1.89.0',
  tsgolint: '7.0.2004',
  typescript: '7.0.2',
  typesNode: '24.19.2',
  vite: '8.3.8',
  vitest: '5.1.0',
};
