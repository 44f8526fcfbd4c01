import { describe, expect, it } from 'vitest';
import { lintFile, rules } from '../../structure/lint.ts';
import { samples, type Sample } from './samples.ts';

function brokenRules({ path, code }: Sample): string[] {
  return lintFile(path, code).map((problem) => problem.rule);
}

function title({ path, code }: Sample): string {
  return `${path}: ${code.slice(0, 90).replaceAll('\n', ' ')}`;
}

describe('the structure lint', () => {
  it('has a bad and a good sample for every rule, and no sample for a rule that is gone', () => {
    expect(Object.keys(samples).toSorted()).toEqual(rules.map((rule) => rule.id).toSorted());
    for (const { bad, good } of Object.values(samples)) {
      expect(bad).not.toHaveLength(0);
      expect(good).not.toHaveLength(0);
    }
  });

  it('refuses a file that it cannot read', () => {
    expect(lintFile('packages/core/src/book/x.ts', 'const = ;')).toMatchObject([{ rule: 'unreadable', line: 1 }]);
  });

  it('says where the problem is', () => {
    const [problem] = lintFile('packages/core/src/book/x.ts', '\n\nexport const now = Date.now();\n');
    expect(problem).toMatchObject({ path: 'packages/core/src/book/x.ts', line: 3, rule: 'world-time' });
  });
});

describe.each(Object.entries(samples))('%s', (rule, { bad, good }) => {
  it.each(bad.map((sample) => [title(sample), sample] as const))('refuses %s', (_title, sample) => {
    expect(brokenRules(sample)).toContain(rule);
  });

  it.each(good.map((sample) => [title(sample), sample] as const))('accepts %s', (_title, sample) => {
    expect(brokenRules(sample)).not.toContain(rule);
  });
});
