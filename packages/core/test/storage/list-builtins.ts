// Imports the entries that its arguments name, and writes the names of the built-in modules that this has loaded.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    if (resolved.url.startsWith('node:')) loaded.add(resolved.url);
    return resolved;
  },
});
for (const entry of process.argv.slice(2)) await import(entry);
writeSync(1, `${[...loaded].join('\n')}\n`);
