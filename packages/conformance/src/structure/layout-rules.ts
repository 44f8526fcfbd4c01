import type { Problem } from './source-file.ts';

/** What the author's test of conformance may be long. */
const CONFORMANCE_TEST_LINES = 15;
const CONFORMANCE_TEST = 'test/conformance.test.ts';

/** The files of `src/` that each connector has, and what stands in them. */
const SHARED_FILES: ReadonlyMap<string, string> = new Map([
  ['src/index.ts', 'the named exports'],
  ['src/auth.ts', 'signs REST and logs in to sockets'],
  ['src/web-utils.ts', 'URLs, server time, error body to error class'],
  ['src/utils.ts', 'default fees, configuration schema, example pair'],
  ['dialect/index.ts', 'the other side of the wire'],
  [CONFORMANCE_TEST, 'runs the conformance suite'],
]);

const PRODUCT_FILES: ReadonlyMap<string, string> = new Map([
  ['constants.ts', 'hosts, paths, rate limits, state maps'],
  ['wire.ts', 'payload types and pure parse functions'],
  ['order-book-data-source.ts', 'the public stream'],
  ['user-stream-data-source.ts', 'the private stream'],
  ['exchange.ts', 'capabilities and the checklist members'],
]);

/** @param files all files, from the package's root, with their texts. */
export function layoutProblems(files: ReadonlyMap<string, string>, product: string): readonly Problem[] {
  const problems: Problem[] = [];
  const requireFile = (path: string, holds: string): void => {
    if (!files.has(path)) problems.push({ rule: 'layout', path, line: 1, message: `is missing: ${holds}` });
  };
  for (const [path, holds] of SHARED_FILES) requireFile(path, holds);
  for (const [name, holds] of PRODUCT_FILES) requireFile(`src/${product}/${name}`, holds);
  for (const path of files.keys()) {
    if (path.endsWith('.js') && (path.startsWith('src/') || path.startsWith('dialect/'))) {
      problems.push({ rule: 'layout', path, line: 1, message: 'sources are TypeScript; what is built goes to dist/' });
    }
  }
  const test = files.get(CONFORMANCE_TEST);
  const lines = test?.trimEnd().split('\n').length ?? 0;
  if (lines > CONFORMANCE_TEST_LINES) {
    const message = `${lines} lines, at most ${CONFORMANCE_TEST_LINES}: subject and dialect, no expectations of its own`;
    problems.push({ rule: 'conformance-test', path: CONFORMANCE_TEST, line: CONFORMANCE_TEST_LINES + 1, message });
  }
  return problems;
}
