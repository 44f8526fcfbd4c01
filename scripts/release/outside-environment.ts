import { delimiter, sep } from 'node:path';

/** What programs outside of the workspace are told. */
export interface OutsideSettings {
  /** The folder of the workspace, nothing of which may be found on the PATH. */
  readonly workspace: string;
  /** The folder of the Node that the workspace runs on. */
  readonly nodeFolder: string;
  /** Where packages of others come from, as npm is configured on this machine. */
  readonly registry: string;
  readonly scope: string;
  /** Where the packages of the scope come from. */
  readonly localRegistry: string;
  /** The folder of npm's cache. */
  readonly cache: string;
}

/** What `npm run` tells of the workspace, and what a user may have set that would change a release. */
const WORKSPACE_WORDS =
  /^(?:npm_package_.*|npm_lifecycle_.*|npm_command|npm_execpath|npm_node_execpath|npm_config_(?:local_prefix|workspaces?|dry_run|tag|omit|include|registry|cache)|git_(?:dir|work_tree|index_file|prefix)|init_cwd|node|node_path|node_options)$/i;

/**
 * The environment of a program that knows nothing of the workspace: its Node first on the PATH, none of its programs, and the scope's packages from
 * the registry of the rehearsal. Other settings of npm, such as proxies and certificates, stay.
 */
export function outsideEnvironment(given: NodeJS.ProcessEnv, settings: OutsideSettings): NodeJS.ProcessEnv {
  const kept = Object.entries(given).filter(([name]) => !WORKSPACE_WORDS.test(name) && name.toLowerCase() !== 'path');
  const path = Object.entries(given).find(([name]) => name.toLowerCase() === 'path')?.[1] ?? '';
  const isForeign = (folder: string): boolean => folder !== settings.workspace && !folder.startsWith(`${settings.workspace}${sep}`);
  const folders = path
    .split(delimiter)
    .filter((folder) => folder !== '' && isForeign(folder) && !folder.endsWith(`node_modules${sep}.bin`));
  return {
    ...Object.fromEntries(kept),
    PATH: [settings.nodeFolder, ...folders].join(delimiter),
    ...scopeSettings(settings),
    npm_config_cache: settings.cache,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    // What programs write is read, not watched.
    CI: 'true',
    NO_COLOR: '1',
  };
}

/** Only the scope is mapped. The registry of the rehearsal lets everybody publish, but npm does not try without a token. */
function scopeSettings({ registry, scope, localRegistry }: OutsideSettings): NodeJS.ProcessEnv {
  const { host, pathname } = new URL(localRegistry);
  return {
    npm_config_registry: registry,
    [`npm_config_${scope}:registry`]: localRegistry,
    [`npm_config_//${host}${pathname}:_authToken`]: 'rehearsal',
  };
}
