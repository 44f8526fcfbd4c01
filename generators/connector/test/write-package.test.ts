import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../src/tree/manifest.ts';
import { planPackage, type PackageFiles } from '../src/tree/plan-package.ts';
import { planWrite, writePackage } from '../src/tree/write-package.ts';
import { answersOf } from './answer-files.ts';
import { scratchFolder } from './scratch-folder.ts';

const scratch = scratchFolder();
const answers = answersOf('alder');
const place = { isInRepository: false, isExample: false };
const files = await planPackage(answers, place);
const others = await planPackage({ ...answers, displayName: 'Alder & Co' }, place);

let folder = '';
let count = 0;

beforeEach(() => {
  folder = join(scratch, `package-${(count += 1)}`);
});

function write(given: PackageFiles = files, isForced = false): ReturnType<typeof planWrite> {
  const plan = planWrite(given, folder, isForced);
  writePackage(given, plan, answers, place);
  return plan;
}

const textAt = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('a package', () => {
  it('is written whole into a folder that is not there, or holds a repository alone', () => {
    expect(write().created.toSorted()).toEqual([...files.keys()].toSorted());
    for (const [path, text] of files) expect(textAt(path), path).toBe(text);
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, '.git'), { recursive: true });
    expect(write().created).toHaveLength(files.size);
  });

  it('says what it was made from, and what each file was', () => {
    write();
    const manifest = readManifest(textAt('venuekit.json'));
    expect(manifest).toMatchObject({ place, answers });
    expect([...manifest.files.keys(), 'venuekit.json'].toSorted()).toEqual([...files.keys()].toSorted());
  });

  it('is not written over anything, and nothing is touched', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(() => write()).toThrow('is not empty');
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });
});

describe('with force', () => {
  it('files are replaced that are as they were made, and no other', () => {
    write();
    writeFileSync(join(folder, 'src/spot/exchange.ts'), '// written by hand\n');
    rmSync(join(folder, 'LICENSE'));
    const plan = write(others, true);
    expect(plan.kept).toEqual(['src/spot/exchange.ts']);
    expect(plan.created).toEqual(['LICENSE']);
    expect(plan.replaced).toContain('package.json');
    expect(textAt('src/spot/exchange.ts')).toBe('// written by hand\n');
    expect(textAt('package.json')).toContain('Alder & Co');
  });

  it('an edited file stays known as edited, and one that is restored as untouched', () => {
    write();
    const original = textAt('README.md');
    writeFileSync(join(folder, 'README.md'), 'mine');
    expect(write(others, true).kept).toEqual(['README.md']);
    expect(write(others, true).kept).toEqual(['README.md']);
    writeFileSync(join(folder, 'README.md'), original);
    expect(write(others, true)).toMatchObject({ kept: [], replaced: expect.arrayContaining(['README.md']) });
  });

  it('a file that the generator never made is kept', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'README.md'), 'mine');
    expect(write(files, true).kept).toEqual(['README.md']);
    expect(textAt('README.md')).toBe('mine');
    expect(write(files, true).kept).toEqual(['README.md']);
  });

  it.each(['README.md', 'src', 'src/spot'])('no link is followed: %s', (path) => {
    mkdirSync(join(folder, 'src'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    rmSync(join(folder, path), { recursive: true, force: true });
    symlinkSync(join(folder, 'elsewhere'), join(folder, path));
    expect(() => write(files, true)).toThrow('is a link');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    expect(existsSync(join(folder, 'package.json'))).toBe(false);
  });

  it('a manifest that cannot be read is named', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'venuekit.json'), '{');
    expect(() => write(files, true)).toThrow(/venuekit\.json cannot be read/);
  });
});
