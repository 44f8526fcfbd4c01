// Imports the entries that its arguments name, and writes the names of the installed packages that this has loaded.
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url) ?? [];
    if (name !== undefined) loaded.add(name);
    return resolved;
  },
});
for (const entry of process.argv.slice(2)) await import(entry);
process.stdout.write(`${[...loaded].join('\n')}\n`);
