import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodePlop from 'node-plop';
import { describe, expect, it } from 'vitest';
import { QUESTIONS } from '../src/answers/questions.ts';
import { runCommandLine } from '../src/command/run-command-line.ts';
import { GENERATOR_ROOT } from '../src/generator-root.ts';
import { scratchFolder } from './scratch-folder.ts';

const scratch = scratchFolder();
const ELM = join(import.meta.dirname, 'answers/elm.json');

async function run(...words: readonly string[]): Promise<{ readonly status: number; readonly out: string; readonly errors: string }> {
  const [out, errors]: [string[], string[]] = [[], []];
  const place = {
    print: (line: string) => void out.push(line),
    complain: (line: string) => void errors.push(line),
    workingFolder: scratch,
    isInteractive: false,
  };
  const status = await runCommandLine(words, place);
  return { status, out: out.join('\n'), errors: errors.join('\n') };
}

describe('the command line', () => {
  it('makes a package from a file of answers, in a folder of its name, and says what comes next', async () => {
    const { status, out } = await run('--answers', ELM);
    expect([status, out]).toEqual([0, expect.stringContaining('cd venuekit-elm')]);
    expect(existsSync(join(scratch, 'venuekit-elm/src/spot/exchange.ts'))).toBe(true);
  });

  it('takes the answers that another package was made from, and flags over them', async () => {
    await run('first', '--answers', ELM);
    const { status } = await run('second', '--answers', 'first/venuekit.json', '--display-name', 'Elmer');
    expect(status).toBe(0);
    expect(readFileSync(join(scratch, 'second/README.md'), 'utf8')).toContain('The Elmer connector');
  });

  it('shows the tree and writes nothing in a dry run', async () => {
    const { status, out } = await run('dry', '--answers', ELM, '--dry-run');
    expect([status, out]).toEqual([0, expect.stringMatching(/nothing is written[^]*create {2}src\/auth\.ts/)]);
    expect(existsSync(join(scratch, 'dry'))).toBe(false);
  });

  it('makes the example under a name of one’s own', async () => {
    expect(await run('mine', '--example', '--package-name', '@me/plain')).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(scratch, 'mine/package.json'), 'utf8'))).toMatchObject({ name: '@me/plain' });
    expect(await run('mine-too', '--example', '--signing', 'rsa')).toMatchObject({
      status: 2,
      errors: expect.stringContaining('answers of its own'),
    });
  });

  it('refuses a folder with files, and replaces untouched ones by force', async () => {
    await run('twice', '--answers', ELM);
    writeFileSync(join(scratch, 'twice/src/auth.ts'), '// mine\n');
    expect(await run('twice', '--answers', ELM)).toMatchObject({ status: 1, errors: expect.stringContaining('is not empty') });
    expect(await run('twice', '--answers', ELM, '--force')).toMatchObject({
      status: 0,
      out: expect.stringContaining('keep    src/auth.ts'),
    });
    expect(readFileSync(join(scratch, 'twice/src/auth.ts'), 'utf8')).toBe('// mine\n');
  });

  it.each([
    [['--colour', 'red'], 2, '--colour'],
    [['a', 'b', '--example'], 2, 'one folder is enough'],
    [[], 2, 'nobody to ask'],
    [['--answers', 'missing.json'], 1, 'missing.json'],
    [['--venue-id', 'acme'], 1, 'domains (flags)'],
    [['--venue-id', '../x'], 1, 'venueId (flags)'],
  ])('says what is wrong, in a line: %j', async (words, status, problem) => {
    const before = readdirSync(scratch);
    const { errors, ...result } = await run(...words);
    expect([result.status, errors]).toEqual([status, expect.stringContaining(problem)]);
    expect(errors).not.toContain('\n');
    expect(readdirSync(scratch)).toEqual(before);
  });

  it('lists every answer in its help', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    for (const { message } of QUESTIONS) expect(out).toContain(message);
  });

  it('knows the packages of the repository, and puts a new one beside them', async () => {
    const repository = join(scratch, 'repository');
    mkdirSync(join(repository, 'packages/core'), { recursive: true });
    writeFileSync(join(repository, 'package.json'), '{"name":"venuekit-workspace"}');
    writeFileSync(join(repository, 'packages/core/package.json'), '{"name":"venuekit-taken"}');
    const place = { print: () => undefined, workingFolder: join(repository, 'packages'), isInteractive: false };
    const errors: string[] = [];
    const make = (...words: readonly string[]): Promise<number> =>
      runCommandLine(['--answers', ELM, ...words], { ...place, complain: (line) => void errors.push(line) });
    expect([await make('--package-name', 'venuekit-taken'), errors.at(-1)]).toEqual([1, expect.stringContaining('packageName')]);
    expect(await make()).toBe(0);
    const made = join(repository, 'packages/elm');
    expect(readFileSync(join(made, 'vitest.config.ts'), 'utf8')).toContain('../../vitest.shared.ts');
    expect(readdirSync(made)).not.toContain('.github');
  });
});

describe('plop', () => {
  it('asks every question, with the same checks', async () => {
    const plop = await nodePlop(join(GENERATOR_ROOT, 'plopfile.ts'));
    const generator = plop.getGenerator('connector');
    const bypass = QUESTIONS.map(({ name }) => (name === 'venueId' ? '../x' : '_'));
    await expect(generator.runPrompts(bypass)).rejects.toThrow('venueId');
    expect(Array.isArray(generator.prompts) ? generator.prompts.map((prompt) => prompt.name) : []).toEqual(
      QUESTIONS.map(({ name }) => name),
    );
  });
});
