import { readFileSync } from 'node:fs';

/** One member that an author writes. */
export interface ChecklistMember {
  /** `placeOrder`, `OrderBookDataSource.onFrame`. */
  readonly name: string;
  readonly isOptional: boolean;
}

/** An interface whose members an author writes. */
interface ChecklistInterface {
  readonly name: string;
  /** In packages/core/src. */
  readonly file: string;
  /** What stands before the names of its members here. */
  readonly prefix: string;
}

export const CHECKLIST_INTERFACES: readonly ChecklistInterface[] = [
  { name: 'ConnectorDefinition', file: 'definition/connector-definition.ts', prefix: '' },
  { name: 'AdvancedOrderMembers', file: 'definition/advanced-order-members.ts', prefix: '' },
  { name: 'OrderBookDataSource', file: 'book/order-book-data-source.ts', prefix: 'OrderBookDataSource.' },
  { name: 'UserStreamDataSource', file: 'account/user-stream-data-source.ts', prefix: 'UserStreamDataSource.' },
];

/** The members of an interface, as its source names them. */
export function membersOf({ name, file, prefix }: ChecklistInterface): readonly ChecklistMember[] {
  return declaredMembers(`packages/core/src/${file}`, name).map(({ name: member, isOptional }) => ({
    name: `${prefix}${member}`,
    isOptional,
  }));
}

/** The names of an interface's members. @param file from the root. */
export function memberNames(file: string, name: string): ReadonlySet<string> {
  return new Set(declaredMembers(file, name).map((member) => member.name));
}

function declaredMembers(file: string, name: string): readonly ChecklistMember[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const body = text.slice(text.indexOf(`export interface ${name} `)).split('\n}')[0] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?([a-zA-Z]+)(\??)[:(]/gmu)].map(([, member = '', mark = '']) => ({
    name: member,
    isOptional: mark === '?',
  }));
}

/** All of them, in the order of their sources. */
export function checklistMembers(): readonly ChecklistMember[] {
  return CHECKLIST_INTERFACES.flatMap(membersOf);
}
