// Loaded before a program of the rehearsal: writes down which files its modules are, for the check that none comes from the workspace.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['VENUEKIT_LOADED_MODULES'];
if (file === undefined) throw new TypeError('VENUEKIT_LOADED_MODULES names the file to write to');

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
