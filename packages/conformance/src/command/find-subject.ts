import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textOption, type CommandPlace, type GivenOptions } from './command.ts';
import { fileAt } from './file-at.ts';
import { UsageError } from './usage-error.ts';

/** Where an author's subject stands. */
const USUAL_FILE = 'test/conformance.test.ts';

/** The file of the subject: `--subject`, else the usual one. @throws UsageError when there is no such file. */
export function findSubject(options: GivenOptions, place: CommandPlace): URL {
  const given = textOption(options, 'subject');
  const file = fileAt(place, given ?? USUAL_FILE);
  if (existsSync(file)) return file;
  const advice = given === undefined ? '; run this in the folder of the package, or name the file with --subject' : '';
  throw new UsageError(`there is no file ${fileURLToPath(file)}${advice}`);
}
