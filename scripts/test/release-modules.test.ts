import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkInstalled } from '../release/clean-copy.ts';
import { standsIn, strayLinks, strayModules } from '../release/stray-modules.ts';

let scratch = '';
let project = '';
let workspace = '';

function write(path: string, text = ''): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

beforeEach(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'venuekit-modules-')));
  project = join(scratch, 'project');
  workspace = join(scratch, 'workspace');
  write(join(project, 'node_modules/@venuekit/core/index.js'));
  write(join(workspace, 'packages/core/index.js'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true });
});

describe('modules of a project', () => {
  it('are its own when they stand in its folder, as paths or as URLs', () => {
    const file = join(project, 'node_modules/@venuekit/core/index.js');
    expect(strayModules([file, pathToFileURL(file).href, 'node:fs', 'data:text/javascript,'], project)).toEqual([]);
  });

  it('are strays when they stand in the workspace, also behind a link', () => {
    const file = join(workspace, 'packages/core/index.js');
    const link = join(project, 'node_modules/linked');
    symlinkSync(join(workspace, 'packages/core'), link, 'junction');
    expect(strayModules([pathToFileURL(file).href, join(link, 'index.js')], project)).toEqual([file]);
  });

  it('are not its own because their folder begins like its own', () => {
    expect(standsIn(project, `${project}-two/index.js`)).toBe(false);
    expect(standsIn(project, project)).toBe(true);
  });
});

describe('links of a project', () => {
  it('may stay in it, and are named when they lead out', () => {
    symlinkSync(join(project, 'node_modules/@venuekit/core'), join(project, 'node_modules/inner'), 'junction');
    expect(strayLinks(project)).toEqual([]);
    const outer = join(project, 'node_modules/@venuekit/venue');
    symlinkSync(join(workspace, 'packages/core'), outer, 'junction');
    expect(strayLinks(project)).toEqual([outer]);
  });
});

describe('what a clean copy has installed', () => {
  it('is linked from the workspace, but the packages of the scope are its own', () => {
    const copy = join(scratch, 'copy');
    const manifest = JSON.stringify({ name: '@venuekit/core', version: '0.0.0' });
    for (const root of [workspace, copy]) write(join(root, 'packages/core/package.json'), manifest);
    write(join(workspace, 'node_modules/ws/index.js'));
    write(join(workspace, 'node_modules/@types/node/index.d.ts'));
    write(join(workspace, 'node_modules/@venuekit/removed/index.js'));
    write(join(workspace, 'node_modules/.bin/tsc'));
    write(join(workspace, 'packages/core/node_modules/ky/index.js'));

    linkInstalled(workspace, copy, '@venuekit');

    const realOf = (path: string): string => realpathSync(join(copy, path));
    expect(realOf('node_modules/@venuekit/core')).toBe(join(copy, 'packages/core'));
    expect(realOf('node_modules/ws')).toBe(join(workspace, 'node_modules/ws'));
    expect(realOf('node_modules/@types/node')).toBe(join(workspace, 'node_modules/@types/node'));
    expect(realOf('node_modules/.bin/tsc')).toBe(join(workspace, 'node_modules/.bin/tsc'));
    expect(realOf('packages/core/node_modules/ky')).toBe(join(workspace, 'packages/core/node_modules/ky'));
    expect(() => realOf('node_modules/@venuekit/removed')).toThrow(/ENOENT/);
  });
});
