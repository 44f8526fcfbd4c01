import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runSuite } from '@venuekit/conformance';
import { checkStructure } from '@venuekit/conformance/structure';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../src/answers/answers.ts';
import { QUESTIONS } from '../src/answers/questions.ts';
import { validateAnswers } from '../src/answers/validate-answers.ts';
import { planPackage } from '../src/tree/plan-package.ts';
import { ANSWER_FILES, NOWHERE, answersOf } from './answer-files.ts';
import { pairwise, type Axis } from './pairwise.ts';
import { REPOSITORY, scratchFolder } from './scratch-folder.ts';

const scratch = scratchFolder();
const MATRIX = join(scratch, 'matrix');
const PAIRS = join(scratch, 'pairs');
const TOOLS = join(REPOSITORY, 'node_modules/.bin');

/** Combinations that hold every two choices of every two questions together at least once. */
const pairs = pairwise(
  QUESTIONS.flatMap((question): readonly Axis[] => {
    if (question.kind === 'boolean') return [{ name: question.name, values: [true, false] }];
    if (question.kind !== 'choice') return [];
    return [{ name: question.name, values: question.choices.flatMap(({ value, refusal }) => (refusal === undefined ? [value] : [])) }];
  }),
).map((choices, index) =>
  validateAnswers({ venueId: `pair-p${index}`, domains: answersOf('elm').domains, ...choices }, `pair ${index}`, NOWHERE),
);

beforeAll(async () => {
  for (const [name, answers] of ANSWER_FILES) await make(join(MATRIX, name), answers);
  for (const answers of pairs) await make(join(PAIRS, answers.venueId), answers);
  const base = JSON.stringify(join(REPOSITORY, 'tsconfig.base.json'));
  const options = `"noEmit": true, "composite": false, "isolatedDeclarations": true, "rewriteRelativeImportExtensions": false`;
  writeFileSync(
    join(scratch, 'tsconfig.json'),
    `{ "extends": ${base}, "compilerOptions": { ${options} }, "include": ["matrix/*/src", "matrix/*/dialect", "pairs/*/src", "pairs/*/dialect"] }`,
  );
  const testOptions = options.replace(
    '"isolatedDeclarations": true',
    '"isolatedDeclarations": false, "declaration": false, "declarationMap": false',
  );
  writeFileSync(
    join(scratch, 'tsconfig.test.json'),
    `{ "extends": ${base}, "compilerOptions": { ${testOptions} }, "include": ["matrix/*/*.ts", "matrix/*/test", "pairs/*/*.ts", "pairs/*/test"] }`,
  );
});

async function make(folder: string, answers: Answers): Promise<void> {
  for (const [path, text] of await planPackage(answers, { isInRepository: false, isExample: false })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // Here the packages of the repository are sources, and not built.
    const isSettings = path === 'tsconfig.build.json';
    writeFileSync(
      join(folder, path),
      isSettings ? text.replace('"strict": true', '"customConditions": ["@venuekit/source"],\n    "strict": true') : text,
    );
  }
}

function tool(name: string, ...words: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(TOOLS, name), ...words], { cwd: scratch, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('every package of the matrix and of all pairs of choices', () => {
  it('there are enough of', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(30);
    expect(pairs.length).toBeLessThanOrEqual(70);
  });

  it('has types without an error, as strict as ours', () => {
    expect(tool('tsc', '-p', 'tsconfig.json')).toEqual({ status: 0, output: '' });
    expect(tool('tsc', '-p', 'tsconfig.test.json')).toEqual({ status: 0, output: '' });
  });

  it('is linted by rules that are ours, and by them without a finding', () => {
    const ours: unknown = JSON.parse(readFileSync(join(REPOSITORY, '.oxlintrc.json'), 'utf8'));
    const theirs: unknown = JSON.parse(readFileSync(join(MATRIX, 'elm/.oxlintrc.json'), 'utf8'));
    const { $schema: _schema, ignorePatterns: _patterns, overrides: _overrides, ...rules } = Object(ours);
    expect(theirs).toMatchObject(rules);
    const { status, output } = tool('oxlint', '-c', 'matrix/elm/.oxlintrc.json', 'matrix', 'pairs');
    expect(output.replace(/.*Found 0 warnings and 0 errors[^]*/, '')).toBe('');
    expect(status).toBe(0);
  });

  it('is formatted', () => {
    expect(tool('oxfmt', '--check', 'matrix', 'pairs').output).toContain('All matched files use the correct format');
  });

  it('has the structure of a connector', () => {
    const folders = [...[...ANSWER_FILES.keys()].map((name) => join(MATRIX, name)), ...pairs.map(({ venueId }) => join(PAIRS, venueId))];
    const problems = folders.flatMap((folder) =>
      checkStructure(pathToFileURL(`${folder}/`)).problems.map((problem) => ({ folder, ...problem })),
    );
    expect(problems).toEqual([]);
  });
});

interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What a test that waits for a member says, or for a payload that the member is to read. */
const UNWRITTEN =
  /\w is not implemented by this connector: [A-Z]+-\d\d turns green with it|\w has no payload of kind [\w-]+ to read in test\/samples/;

describe('the tests of every package of the matrix', () => {
  let report: TestReport = { testResults: [] };

  beforeAll(() => {
    writeFileSync(
      join(scratch, 'vitest.config.ts'),
      `import { defaultServerConditions } from 'vite';
       import { defineConfig } from 'vitest/config';
       export default defineConfig({
         ssr: { resolve: { conditions: ['@venuekit/source', ...defaultServerConditions] } },
         test: { include: ['matrix/*/test/**/*.test.ts'], exclude: ['**/conformance.test.ts'], isolate: false, chaiConfig: { truncateThreshold: 0 } },
       });`,
    );
    tool('vitest', 'run', '--root', scratch, '--reporter=json', '--outputFile=report.json');
    report = JSON.parse(readFileSync(join(scratch, 'report.json'), 'utf8'));
  });

  it('run, all files of them', () => {
    expect(report.testResults).toHaveLength(9 * ANSWER_FILES.size);
    expect(report.testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ message }) => message)).toEqual([]);
  });

  it('are red only with the name of a member that is not written', () => {
    const red = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.flatMap(({ status, fullName, failureMessages }) =>
        status === 'failed' ? [`${name}: ${fullName}: ${failureMessages[0] ?? ''}`] : [],
      ),
    );
    expect(red.length).toBeGreaterThan(20 * ANSWER_FILES.size);
    expect(red.filter((text) => !UNWRITTEN.test(text))).toEqual([]);
  });

  it('are green for all that the answers determine', () => {
    const green = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed'));
    expect(green.length).toBeGreaterThan(40 * ANSWER_FILES.size);
  });

  it.each([
    'initializeTradingPairSymbolsFromExchangeInfo',
    'formatTradingRules',
    'getLastTradedPrice',
    'placeOrder',
    'placeCancel',
    'requestOrderStatus',
    'allTradeUpdatesForOrder',
    'requestOpenOrders',
    'updateBalances',
    'updateTradingFees',
    'userStreamEventListener',
    'parseDepthSnapshot',
    'onReply of the market stream',
    'parseUserEvent',
  ])('are red by %s', (member) => {
    expect(JSON.stringify(report)).toContain(`${member} is not implemented by this connector`);
  });
});

describe('the conformance suite on a fresh package', () => {
  it('gives it tier 0, as a whole run', async () => {
    const report = await runSuite({
      subject: pathToFileURL(join(MATRIX, 'cedar/test/conformance.test.ts')),
      mutants: false,
      overSockets: false,
      checkStructure: ({ packageRoot, product }) => {
        const findings = checkStructure(packageRoot, product).problems.map(({ path, message }) => ({
          where: path,
          problem: message,
          advice: '',
        }));
        return Promise.resolve({ state: findings.length === 0 ? 'pass' : 'fail', findings, notes: [] });
      },
    });
    expect([report.isWhole, report.tier]).toEqual([true, 0]);
    expect(report.cards.filter(({ outcome }) => outcome?.failure?.blame === 'suite')).toEqual([]);
  });

  it('says what to write first, and where', () => {
    const program = join(REPOSITORY, 'packages/conformance/src/venuekit-conformance.ts');
    const subject = join(MATRIX, 'gum/test/conformance.test.ts');
    const words = ['-C', '@venuekit/source', program, 'next', '--subject', subject];
    const { stdout } = spawnSync(process.execPath, words, { cwd: join(MATRIX, 'gum'), encoding: 'utf8' });
    expect(stdout).toMatch(/^next: RULES-01 [^]*open +src\/spot\/exchange\.ts\n +member +initializeTradingPairSymbolsFromExchangeInfo\n/);
  });

  it.each([...ANSWER_FILES.keys()])('runs on that of %s, and blames what is not written', async (name) => {
    const subject = pathToFileURL(join(MATRIX, name, 'test/conformance.test.ts'));
    const report = await runSuite({
      subject,
      selection: { cards: ['RULES-01'] },
      mutants: false,
      overSockets: false,
      workers: 1,
    });
    expect(report.subject).toMatchObject({ name: answersOf(name).packageName, problem: null });
    expect(report.cards.map(({ verdict }) => verdict)).toEqual(['fail']);
    expect(JSON.stringify(report.cards)).toContain('initializeTradingPairSymbolsFromExchangeInfo is not implemented');
  });
});
