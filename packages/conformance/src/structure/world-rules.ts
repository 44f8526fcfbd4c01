import { globalUses } from './global-uses.ts';
import type { Area, Finding, Rule, SourceFile } from './source-file.ts';

/** What of the world is injected, so that it can be simulated. */
export type WorldGroup = 'time' | 'timers' | 'random' | 'console' | 'environment';

interface Forbidden {
  readonly names: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
  readonly instead: string;
}

const forbidden: Readonly<Record<WorldGroup, Forbidden>> = {
  time: {
    names: new Set(['Date.now', 'new Date()', 'Date()', 'performance', 'process.hrtime', 'process.uptime']),
    modules: new Set(),
    instead: 'read the injected clock',
  },
  timers: {
    names: new Set([
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
      'scheduler',
      'AbortSignal.timeout',
    ]),
    modules: new Set(['node:timers', 'node:timers/promises', 'timers', 'timers/promises']),
    instead: 'use the injected clock, or await the event',
  },
  random: {
    names: new Set([
      'Math.random',
      'crypto.randomUUID',
      'crypto.randomBytes',
      'crypto.getRandomValues',
      'crypto.randomInt',
      'crypto.randomFill',
      'crypto.randomFillSync',
    ]),
    modules: new Set(),
    instead: 'use the injected random source',
  },
  console: { names: new Set(['console']), modules: new Set(['node:console', 'console']), instead: 'use the injected logger' },
  environment: { names: new Set(['process.env']), modules: new Set(), instead: 'take the value as an option' },
};

const aliases: Readonly<Record<WorldGroup, ReadonlySet<string>>> = {
  time: new Set(['Date', 'process', 'globalThis']),
  timers: new Set(['AbortSignal', 'globalThis']),
  random: new Set(['Math', 'crypto', 'crypto.webcrypto', 'globalThis']),
  console: new Set(['globalThis']),
  environment: new Set(['process', 'globalThis']),
};

/** What each part of a package may not touch directly. */
const GROUPS: Readonly<Record<Area, readonly WorldGroup[]>> = {
  src: ['time', 'timers', 'random', 'console', 'environment'],
  dialect: ['time', 'timers', 'random', 'console', 'environment'],
  test: ['timers', 'random'],
};

function checkGroup(group: WorldGroup, isAllowed: (group: WorldGroup, path: string) => boolean): (file: SourceFile) => Iterable<Finding> {
  const { names, modules, instead } = forbidden[group];
  return function* check(file) {
    const { area } = file.place;
    if (area === undefined || !GROUPS[area].includes(group) || isAllowed(group, file.path)) return;
    for (const { specifier, offset } of file.imports) {
      if (modules.has(specifier)) yield { offset, message: `${specifier} is not used here: ${instead}` };
    }
    for (const use of globalUses(file.program)) {
      if (names.has(use.name)) yield { offset: use.offset, message: `${use.name} is not used here: ${instead}` };
      else if (use.as === 'alias' && aliases[group].has(use.name)) {
        yield { offset: use.offset, message: `${use.name} is not put into a variable, where its members are out of sight: ${instead}` };
      }
    }
  };
}

/** Time, timers, randomness, console and environment are touched only where `isAllowed` says so. */
export function worldRules(isAllowed: (group: WorldGroup, path: string) => boolean): readonly Rule[] {
  const rule = (group: WorldGroup, holds: string): Rule => ({ id: `world-${group}`, holds, check: checkGroup(group, isAllowed) });
  return [
    rule('time', 'Only the injected clock tells the time.'),
    rule('timers', 'Only the injected clock sets timers, and tests never sleep.'),
    rule('random', 'Randomness is injected.'),
    rule('console', 'Only the injected logger writes.'),
    rule('environment', 'Only configuration files read the environment.'),
  ];
}
