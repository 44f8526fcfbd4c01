import { Visitor } from 'oxc-parser';
import { globalUses } from './global-uses.ts';
import type { Finding, Rule, SourceFile } from './source-file.ts';

const instead = 'money stays Decimal; a count is read with Number.parseInt(text, 10)';

function* checkMoney(file: SourceFile, isAllowed: (path: string) => boolean): Iterable<Finding> {
  const { area } = file.place;
  if (area !== 'src' && area !== 'dialect') return;
  if (isAllowed(file.path)) return;
  for (const { name, as, offset } of globalUses(file.program)) {
    const isConversion = name === 'parseFloat' || name === 'Number.parseFloat' || (name === 'Number' && as !== 'root');
    if (isConversion) yield { offset, message: `${name} makes a double: ${instead}` };
  }

  const findings: Finding[] = [];
  new Visitor({
    UnaryExpression(node) {
      const isNumber = node.argument.type === 'Literal' && typeof node.argument.value === 'number';
      if (node.operator === '+' && !isNumber) findings.push({ offset: node.start, message: `unary + makes a double: ${instead}` });
    },
    MemberExpression(node) {
      if (!node.computed && node.property.type === 'Identifier' && node.property.name === 'toNumber') {
        findings.push({ offset: node.property.start, message: `toNumber makes a double: ${instead}` });
      }
    },
  }).visit(file.program);
  yield* findings;
}

/** Text and decimals become doubles only where `isAllowed` says so. */
export function moneyRule(isAllowed: (path: string) => boolean): Rule {
  return {
    id: 'money-double',
    holds: 'Text and decimals become doubles only where books are read.',
    check: (file) => checkMoney(file, isAllowed),
  };
}
