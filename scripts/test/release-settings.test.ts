import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutCredentials } from '../release/outer-registry.ts';
import { outsideEnvironment, type OutsideSettings } from '../release/outside-environment.ts';
import { registrySettings } from '../release/registry-settings.ts';

const workspace = join('/', 'home', 'ann', 'venuekit');
const settings: OutsideSettings = {
  workspace,
  nodeFolder: join('/', 'opt', 'node', 'bin'),
  registry: 'https://packages.example/npm/',
  scope: '@venuekit',
  localRegistry: 'http://127.0.0.1:4873/',
  cache: join('/', 'tmp', 'rehearsal', 'npm-cache'),
};

describe('the environment of programs outside of the workspace', () => {
  it('has the Node of the workspace first on the PATH, and no program of the workspace or of any project', () => {
    const folders = [
      join(workspace, 'node_modules', '.bin'),
      join('/', 'other', 'node_modules', '.bin'),
      workspace,
      join('/', 'usr', 'bin'),
    ];
    expect(outsideEnvironment({ PATH: folders.join(delimiter) }, settings)['PATH']).toBe(
      [settings.nodeFolder, join('/', 'usr', 'bin')].join(delimiter),
    );
  });

  it('keeps a folder that only begins like the workspace', () => {
    expect(outsideEnvironment({ PATH: `${workspace}-tools` }, settings)['PATH']).toContain(`${workspace}-tools`);
  });

  it('reads the PATH under any spelling and has it once', () => {
    const env = outsideEnvironment({ Path: join('/', 'usr', 'bin') }, settings);
    expect(env['PATH']).toContain(join('/', 'usr', 'bin'));
    expect(env).not.toHaveProperty('Path');
  });

  it('maps the scope to the local registry, and everything else to the registry that npm is configured with', () => {
    const env = outsideEnvironment({ npm_config_registry: 'https://older.example/' }, settings);
    expect(env['npm_config_@venuekit:registry']).toBe('http://127.0.0.1:4873/');
    expect(env['npm_config_registry']).toBe('https://packages.example/npm/');
    expect(env['npm_config_//127.0.0.1:4873/:_authToken']).toBe('rehearsal');
  });

  it('has a cache of its own', () => {
    expect(outsideEnvironment({ npm_config_cache: '/home/ann/.npm' }, settings)['npm_config_cache']).toBe(settings.cache);
  });

  it('forgets what npm told of the workspace and what would change a release, and keeps proxies and certificates', () => {
    const env = outsideEnvironment(
      {
        npm_package_name: 'venuekit-workspace',
        npm_lifecycle_event: 'release:rehearse',
        npm_config_local_prefix: workspace,
        npm_config_dry_run: 'true',
        npm_config_tag: 'next',
        NPM_CONFIG_OMIT: 'dev',
        GIT_DIR: join(workspace, '.git'),
        NODE_OPTIONS: '--conditions=@venuekit/source',
        NODE_PATH: join(workspace, 'node_modules'),
        npm_config_https_proxy: 'http://proxy.example/',
        NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
        HOME: '/home/ann',
      },
      settings,
    );
    const names = Object.keys(env);
    const dropped = [
      'npm_package_name',
      'npm_lifecycle_event',
      'npm_config_local_prefix',
      'npm_config_dry_run',
      'npm_config_tag',
      'NPM_CONFIG_OMIT',
    ];
    expect(names.filter((name) => [...dropped, 'GIT_DIR', 'NODE_OPTIONS', 'NODE_PATH'].includes(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['npm_config_https_proxy', 'NODE_EXTRA_CA_CERTS', 'HOME']));
    expect(JSON.stringify(env)).not.toContain(workspace);
  });
});

describe('the registry of a rehearsal', () => {
  it('holds one scope, asks nobody else and keeps everything in its folder', () => {
    const folder = join('/', 'tmp', 'rehearsal');
    const { packages, uplinks, storage, auth, log } = registrySettings(folder, '@venuekit');
    expect(packages).toEqual({ '@venuekit/*': { access: '$all', publish: '$all', unpublish: '$all' } });
    expect(uplinks).toEqual({});
    expect(storage).toBe(join(folder, 'storage'));
    expect(auth).toEqual({ htpasswd: { file: join(folder, 'users'), max_users: -1 } });
    expect(log).toMatchObject({ type: 'file', path: join(folder, 'registry.log') });
  });
});

describe('the name of a registry', () => {
  it.each([
    ['https://ann:secret@packages.example/npm/?token=abc', 'https://packages.example/npm/'],
    ['https://packages.example/', 'https://packages.example/'],
    ['nothing', '(which is no URL)'],
  ])('%s is shown as %s', (registry, shown) => {
    expect(withoutCredentials(registry)).toBe(shown);
  });
});
