import { join } from 'node:path';

/** The settings of a Verdaccio that holds one scope in a folder, asks no other registry, and lets everybody publish. */
export function registrySettings(folder: string, scope: string): Readonly<Record<string, unknown>> {
  return {
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { [`${scope}/*`]: { access: '$all', publish: '$all', unpublish: '$all' } },
    // Nobody can register: there are no users.
    auth: { htpasswd: { file: join(folder, 'users'), max_users: -1 } },
    web: { enable: false },
    max_body_size: '100mb',
    log: { type: 'file', path: join(folder, 'registry.log'), format: 'json', level: 'warn' },
  };
}
