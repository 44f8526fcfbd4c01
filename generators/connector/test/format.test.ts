import { expect, it } from 'vitest';
import { formatFiles } from '../src/render/format.ts';

const FILES = new Map([
  ['a.ts', 'const a = {b:"c"}'],
  ['LICENSE', 'as  it   is'],
]);

it('files are formatted that have a format', async () => {
  expect([...(await formatFiles(FILES))]).toEqual([
    ['a.ts', "const a = { b: 'c' };\n"],
    ['LICENSE', 'as  it   is'],
  ]);
});

it('a file that cannot be read is named', async () => {
  await expect(formatFiles(new Map([['broken.ts', 'const = ;']]))).rejects.toThrow('broken.ts');
});

it('without a formatter files stay as they are, and other failures are told', async () => {
  const missing = Object.assign(new Error('no oxfmt'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(await formatFiles(FILES, () => Promise.reject(missing))).toBe(FILES);
  await expect(formatFiles(FILES, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
});
