import { join } from 'node:path';
import nodePlop from 'node-plop';
import { GENERATOR_ROOT } from '../generator-root.ts';
import { readCreateOptions } from './create-options.ts';
import { helpLines } from './help-text.ts';
import type { CommandPlace } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Makes a connector package, by answers that are given or asked for. */
export async function createCommand(words: readonly string[], place: CommandPlace): Promise<number> {
  const options = readCreateOptions(words, place);
  if (options.wantsHelp) {
    for (const line of helpLines()) place.print(line);
    return 0;
  }
  if (options.given === undefined && !place.isInteractive) {
    throw new UsageError('there is nobody to ask: give --answers <file>, --example or flags');
  }
  const plop = await nodePlop(join(GENERATOR_ROOT, plopfilePath()));
  const generator = plop.getGenerator('connector');
  const given: unknown = options.given ?? (await generator.runPrompts());
  const { changes, failures } = await generator.runActions({ given, options });
  for (const { error } of failures) place.complain(error);
  for (const { path } of changes) place.print(path);
  return failures.length === 0 ? 0 : 1;
}

/** The workspace has sources, a published package what was built of them. */
function plopfilePath(): string {
  return import.meta.filename.endsWith('.ts') ? 'plopfile.ts' : 'dist/plopfile.js';
}
