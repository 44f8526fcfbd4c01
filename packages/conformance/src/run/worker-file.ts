const SOURCE_CONDITION = '@venuekit/source';

/** Where the worker's code is: beside this file, as source or as it was built. */
export function workerFile(): URL {
  return new URL(isSource() ? './card-worker.ts' : './card-worker.js', import.meta.url);
}

/** The conditions of this process, so that the worker resolves packages as it does; from sources, the packages' sources. */
export function workerArguments(given: readonly string[]): string[] {
  const conditions = new Set<string>(isSource() ? [SOURCE_CONDITION] : []);
  for (const [index, argument] of given.entries()) {
    const [name, value] = argument.split('=', 2);
    if (name === '-C' || name === '--conditions') conditions.add(value ?? given[index + 1] ?? '');
  }
  return [...conditions].flatMap((condition) => (condition === '' ? [] : ['--conditions', condition]));
}

function isSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
