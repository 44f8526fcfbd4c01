import { join } from 'node:path';
import type { Answers } from '../answers/answers.ts';
import { GENERATOR_ROOT } from '../generator-root.ts';
import { formatFiles } from '../render/format.ts';
import { Templates } from '../render/templates.ts';
import { viewOf, type RenderPlace } from '../render/view.ts';
import { MANIFEST_PATH, manifestText } from './manifest.ts';

/** Every file of a package, by its path, with its text. */
export type PackageFiles = ReadonlyMap<string, string>;

/** What the repository of VenueKit has for all its packages. */
const STANDALONE =
  /^(?:\.changeset\/|\.github\/|\.gitignore$|\.oxfmtrc\.json$|\.oxlintrc\.json$|CONTRIBUTING\.md$|tsconfig\.(?:build|test)\.json$)/;

let templates: Templates | undefined;

/** Makes the files of a package out of answers; the same answers make the same files. */
export async function planPackage(answers: Answers, place: RenderPlace): Promise<PackageFiles> {
  templates ??= new Templates(join(GENERATOR_ROOT, 'templates'));
  const view = viewOf(answers, place);
  const rendered = new Map<string, string>();
  for (const path of templates.paths) if (isWanted(path, answers, place)) rendered.set(path, templates.render(path, view));
  const files = new Map(await formatFiles(rendered));
  files.set(MANIFEST_PATH, manifestText(answers, place, files));
  return files;
}

function isWanted(path: string, { ci, licence }: Answers, { isInRepository, isExample }: RenderPlace): boolean {
  // A payload of the venue's documents is the author's to find.
  if (path.startsWith('test/samples/')) return isExample;
  if (isInRepository && STANDALONE.test(path)) return false;
  if (path.startsWith('.github/')) return ci === 'github';
  return path !== 'LICENSE' || licence !== 'UNLICENSED';
}
