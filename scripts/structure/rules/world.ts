import { matchesGlob } from 'node:path';
import { worldGroups, worldRooms, type WorldGroup } from '../architecture.ts';
import { globalUses } from '../identifiers.ts';
import type { Finding, Rule, SourceFile } from '../source-file.ts';

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

function checkGroup(group: WorldGroup): (file: SourceFile) => Iterable<Finding> {
  const { names, modules, instead } = forbidden[group];
  return function* check(file) {
    const { area } = file.place;
    if (area === undefined || !worldGroups[area].includes(group)) return;
    if (worldRooms[group].some((pattern) => matchesGlob(file.path, pattern))) return;
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

export const worldRules: readonly Rule[] = [
  { id: 'world-time', holds: 'Only core/clock reads the time.', check: checkGroup('time') },
  { id: 'world-timers', holds: 'Only core/clock sets timers, and tests never sleep.', check: checkGroup('timers') },
  { id: 'world-random', holds: 'Randomness is injected.', check: checkGroup('random') },
  { id: 'world-console', holds: 'Only core/log writes to the console.', check: checkGroup('console') },
  { id: 'world-environment', holds: 'Only configuration files read the environment.', check: checkGroup('environment') },
];
