/** Says what is wrong with a value at a path; undefined when nothing is. */
export type ShapeCheck = (value: unknown, path: string) => ShapeProblem | undefined;

export interface ShapeProblem {
  readonly path: string;
  readonly problem: string;
}

export const isText: ShapeCheck = of('a text', (value) => typeof value === 'string');
export const isNumber: ShapeCheck = of('a number', (value) => typeof value === 'number');
export const isFlag: ShapeCheck = of('true or false', (value) => typeof value === 'boolean');
/** An object of any members. */
export const isRecord: ShapeCheck = of('an object', isObject);

export function isOneOf(...words: readonly (string | number)[]): ShapeCheck {
  return of(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));
}

/** A text of this form. @param wanted what that is, in words. */
export function isTextLike(pattern: RegExp, wanted: string): ShapeCheck {
  return of(wanted, (value) => typeof value === 'string' && pattern.test(value));
}

export function isNullOr(check: ShapeCheck): ShapeCheck {
  return (value, path) => (value === null ? undefined : check(value, path));
}

/** A member that JSON leaves out when it is undefined. */
export function isAbsentOr(check: ShapeCheck): ShapeCheck {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}

export function isListOf(check: ShapeCheck): ShapeCheck {
  return (value, path) => {
    if (!Array.isArray(value)) return wrong(value, path, 'a list');
    for (const [index, item] of value.entries()) {
      const problem = check(item, `${path}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** An object with these members at least. */
export function hasMembers<Whole>(members: Readonly<Record<keyof Whole & string, ShapeCheck>>): ShapeCheck {
  return (value, path) => {
    if (!isObject(value)) return wrong(value, path, 'an object');
    for (const [name, check] of Object.entries<ShapeCheck>(members)) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      const problem = check(member, path === '' ? name : `${path}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function of(wanted: string, holds: (value: unknown) => boolean): ShapeCheck {
  return (value, path) => (holds(value) ? undefined : wrong(value, path, wanted));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MAXIMUM_SHOWN = 80;

function wrong(value: unknown, path: string, wanted: string): ShapeProblem {
  if (value === undefined) return { path, problem: 'is missing' };
  return { path, problem: `should be ${wanted}, but is ${JSON.stringify(value).slice(0, MAXIMUM_SHOWN)}` };
}
