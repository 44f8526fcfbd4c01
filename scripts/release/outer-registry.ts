import type { ChildPrograms, ProgramPlace } from './child-programs.ts';
import { ProgramFailure } from './child-programs.ts';

/** The registry that packages of others come from does not answer. */
export class RegistryUnreachable extends Error {
  override readonly name = 'RegistryUnreachable';
}

/** Where npm on this machine gets packages from, and where it keeps them. */
export async function npmSettings(
  programs: ChildPrograms,
  npm: readonly [string, ...string[]],
  place: ProgramPlace,
): Promise<{ readonly registry: string; readonly cache: string }> {
  const [command, ...first] = npm;
  const output = await programs.run(command, [...first, 'config', 'get', 'registry', 'cache', '--loglevel=error'], place);
  const valueOf = (name: string): string => new RegExp(`^${name}=(.+)$`, 'm').exec(output)?.[1]?.trim() ?? '';
  return { registry: valueOf('registry'), cache: valueOf('cache') };
}

/** Asks the registry for one small package, as npm would. @throws RegistryUnreachable with one line that shows no credentials */
export async function checkReachable(
  programs: ChildPrograms,
  npm: readonly [string, ...string[]],
  registry: string,
  place: ProgramPlace,
): Promise<void> {
  const [command, ...first] = npm;
  const words = [
    'view',
    'decimal.js',
    'name',
    '--prefer-online',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=500',
    '--fetch-timeout=10000',
    '--loglevel=error',
  ];
  try {
    await programs.run(command, [...first, ...words], place);
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    throw new RegistryUnreachable(`the npm registry ${withoutCredentials(registry)} cannot be reached: ${reasonIn(error.message)}`);
  }
}

export function withoutCredentials(registry: string): string {
  if (!URL.canParse(registry)) return '(which is no URL)';
  const { origin, pathname } = new URL(registry);
  return `${origin}${pathname}`;
}

/** npm's own word for what went wrong, such as ECONNREFUSED. */
function reasonIn(output: string): string {
  return /npm error code ([A-Z0-9_]+)/.exec(output)?.[1] ?? 'npm view failed';
}
