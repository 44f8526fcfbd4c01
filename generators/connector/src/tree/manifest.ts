import { createHash } from 'node:crypto';
import type { Answers } from '../answers/answers.ts';
import { GENERATOR_VERSION } from '../generator-version.ts';
import type { RenderPlace } from '../render/view.ts';

/** Says, in a package, what it was made from. */
export const MANIFEST_PATH = 'venuekit.json';

/** What `venuekit.json` holds. */
export interface Manifest {
  /** The version of `@venuekit/create` that made the files. */
  readonly generator: string;
  readonly place: RenderPlace;
  /** Unchecked: a later version may ask more. */
  readonly answers: unknown;
  /** Of each file as it was made, by path: `sha256-` and the hash in base64. */
  readonly files: ReadonlyMap<string, string>;
}

/** The hash by which a file is known to be untouched. */
export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** @param hashes of files that were not written anew, instead of the new ones. */
export function manifestText(
  answers: Answers,
  place: RenderPlace,
  files: ReadonlyMap<string, string>,
  hashes: ReadonlyMap<string, string> = new Map(),
): string {
  const entries = [...files]
    .filter(([path]) => path !== MANIFEST_PATH)
    .map(([path, text]) => [path, hashes.get(path) ?? hashOf(text)] as const);
  const sorted = Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  return `${JSON.stringify({ generator: GENERATOR_VERSION, place, answers, files: sorted }, undefined, 2)}\n`;
}

/** @throws SyntaxError, TypeError for a text that is no manifest. */
export function readManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new TypeError(`${MANIFEST_PATH} should hold an object`);
  const { generator, place, answers, files } = value;
  if (typeof generator !== 'string') throw new TypeError(`${MANIFEST_PATH}: generator should be a version`);
  if (!isRecord(place) || typeof place['isInRepository'] !== 'boolean' || typeof place['isExample'] !== 'boolean') {
    throw new TypeError(`${MANIFEST_PATH}: place should say isInRepository and isExample`);
  }
  if (!isRecord(files)) throw new TypeError(`${MANIFEST_PATH}: files should be hashes by path`);
  const hashes = Object.entries(files).map(([path, hash]): [string, string] => {
    if (typeof hash !== 'string') throw new TypeError(`${MANIFEST_PATH}: files.${path} should be a hash`);
    return [path, hash];
  });
  const { isInRepository, isExample } = place;
  return { generator, place: { isInRepository, isExample }, answers, files: new Map(hashes) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
