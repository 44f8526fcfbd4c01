import { Visitor, type Expression, type Node, type Program, type Super } from 'oxc-parser';

/** A global or a member of one, by the name under which it is known: `Date.now` also for `globalThis.Date['now']`. */
export interface GlobalUse {
  readonly name: string;
  readonly offset: number;
  /** `value`: by itself; `root`: with a member behind it, which is a use of its own; `alias`: put into a variable, out of sight. */
  readonly as: 'value' | 'root' | 'alias';
}

/** What the globals of these modules are called, so that `import crypto from 'node:crypto'` and `crypto` are one name. */
const globalModules: Readonly<Record<string, string>> = {
  'node:crypto': 'crypto',
  crypto: 'crypto',
  'node:process': 'process',
  process: 'process',
  'node:perf_hooks': 'globalThis',
  perf_hooks: 'globalThis',
};

function simplify(name: string): string {
  return name.replace(/^(?:(?:globalThis|global)\.)+/, '').replace(/^crypto\.webcrypto\./, 'crypto.');
}

function propertyName(node: { readonly computed: boolean; readonly key: Node }): string | undefined {
  if (!node.computed && node.key.type === 'Identifier') return node.key.name;
  return node.key.type === 'Literal' && typeof node.key.value === 'string' ? node.key.value : undefined;
}

/** Reports every use of a global by its full name. A local of a global's name counts as that global: such names are reserved. */
export function globalUses(program: Program): GlobalUse[] {
  const uses: GlobalUse[] = [];
  const importedAs = new Map<string, string>();
  const notReferences = new Set<Node>();

  const dotted = (node: Expression | Super): string | undefined => {
    if (node.type === 'Identifier') return importedAs.get(node.name) ?? node.name;
    if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression')
      return dotted(node.expression);
    if (node.type !== 'MemberExpression') return undefined;
    const object = dotted(node.object);
    if (object === undefined || node.property.type === 'PrivateIdentifier') return undefined;
    const property = propertyName({ computed: node.computed, key: node.property });
    return property === undefined ? undefined : simplify(`${object}.${property}`);
  };

  const skipKey = (node: { readonly computed?: boolean; readonly key: Node }): void => {
    if (node.computed !== true) notReferences.add(node.key);
  };

  new Visitor({
    ImportDeclaration(node) {
      const module = globalModules[node.source.value];
      for (const specifier of node.specifiers) {
        if (specifier.type === 'ImportSpecifier') {
          notReferences.add(specifier.imported);
          const imported = specifier.imported.type === 'Literal' ? specifier.imported.value : specifier.imported.name;
          if (module === undefined) continue;
          const name = imported === 'default' ? module : simplify(`${module}.${imported}`);
          importedAs.set(specifier.local.name, name);
          if (imported !== 'default' && node.importKind !== 'type') uses.push({ name, offset: specifier.start, as: 'value' });
        } else if (module !== undefined) {
          importedAs.set(specifier.local.name, module);
        }
      }
    },
    MemberExpression(node) {
      const name = dotted(node);
      if (name !== undefined) uses.push({ name, offset: node.start, as: 'value' });
      notReferences.add(node.object);
      if (!node.computed) notReferences.add(node.property);
      if (node.object.type === 'Identifier') {
        uses.push({ name: importedAs.get(node.object.name) ?? node.object.name, offset: node.start, as: 'root' });
      }
    },
    VariableDeclarator(node) {
      const root = node.init === null ? undefined : dotted(node.init);
      if (root === undefined) return;
      if (node.id.type !== 'ObjectPattern') {
        uses.push({ name: root, offset: node.start, as: 'alias' });
        return;
      }
      for (const property of node.id.properties) {
        const key = property.type === 'Property' ? propertyName(property) : undefined;
        if (key !== undefined) uses.push({ name: simplify(`${root}.${key}`), offset: property.start, as: 'value' });
      }
    },
    NewExpression(node) {
      if (node.arguments.length === 0 && dotted(node.callee) === 'Date') uses.push({ name: 'new Date()', offset: node.start, as: 'value' });
    },
    CallExpression(node) {
      if (dotted(node.callee) === 'Date') uses.push({ name: 'Date()', offset: node.start, as: 'value' });
    },
    Property: skipKey,
    MethodDefinition: skipKey,
    PropertyDefinition: skipKey,
    AccessorProperty: skipKey,
    TSPropertySignature: skipKey,
    TSMethodSignature: skipKey,
    ExportSpecifier: (node) => void notReferences.add(node.exported),
    TSTypeReference: (node) => void notReferences.add(node.typeName),
    TSTypeQuery: (node) => void notReferences.add(node.exprName),
    TSInterfaceHeritage: (node) => void notReferences.add(node.expression),
    Identifier(node) {
      if (!notReferences.has(node)) uses.push({ name: importedAs.get(node.name) ?? node.name, offset: node.start, as: 'value' });
    },
  }).visit(program);
  return uses;
}
