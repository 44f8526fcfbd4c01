import { ConfigurationError } from '@venuekit/core/connector';
import type { CheckPlace, SuiteOptions } from '../run/run-suite.ts';
import type { CheckReport } from '../run/suite-report.ts';
import { checkStructure } from '../structure/check-structure.ts';

/** The checks outside of the cards that every run does. */
export const SUITE_CHECKS: Pick<SuiteOptions, 'checkStructure'> = { checkStructure: structureOf };

async function structureOf({ packageRoot, product }: CheckPlace): Promise<CheckReport> {
  try {
    const { problems, files } = checkStructure(packageRoot, product);
    const findings = problems.map(({ path, line, rule, message }) => ({
      where: `${path}:${line}`,
      problem: message,
      advice: `keep the rule ${rule}`,
    }));
    return { state: findings.length === 0 ? 'pass' : 'fail', findings, notes: [`${files} files were read`] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return {
      state: 'fail',
      findings: [{ where: packageRoot.href, problem: error.message, advice: 'correct packageRoot of the subject' }],
      notes: [],
    };
  }
}
