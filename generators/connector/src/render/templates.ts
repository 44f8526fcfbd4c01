import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import Handlebars from 'handlebars';
import { quoteJson, quoteLine, quoteString, quoteText } from './quote.ts';
import type { View } from './view.ts';

const EXTENSION = '.hbs';

/** Renders the files of a folder of templates: `package/` has the tree of the output, `partials/` what they share. */
export class Templates {
  /** The paths of the output, ordered. */
  readonly paths: readonly string[];
  readonly #renderers: ReadonlyMap<string, Handlebars.TemplateDelegate>;

  constructor(folder: string) {
    const handlebars = Handlebars.create();
    registerHelpers(handlebars);
    for (const [name, text] of textsIn(join(folder, 'partials'))) {
      // One line stands inside of another; several lines stand on lines of their own.
      handlebars.registerPartial(name, text.trimEnd().includes('\n') ? text : text.trimEnd());
    }
    const options = { noEscape: true, strict: true, assumeObjects: false };
    const renderers = textsIn(join(folder, 'package')).map(([path, text]) => [path, handlebars.compile(text, options)] as const);
    this.#renderers = new Map(renderers);
    this.paths = [...this.#renderers.keys()].toSorted();
  }

  /** @throws RangeError for a path that no template has. */
  render(path: string, view: View): string {
    const renderer = this.#renderers.get(path);
    if (renderer === undefined) throw new RangeError(`there is no template ${path}`);
    return renderer(view);
  }
}

/** Every answer goes into a file through one of `string`, `json`, `value`, `text` and `line`; other members are names made of checked ids. */
function registerHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper('string', (value: unknown) => quoteString(value));
  handlebars.registerHelper('json', (value: unknown) => quoteJson(value));
  handlebars.registerHelper('value', (value: unknown) => (typeof value === 'number' ? String(value) : quoteString(value)));
  handlebars.registerHelper('text', (value: unknown) => quoteText(value));
  handlebars.registerHelper('line', (value: unknown) => quoteLine(value));
  handlebars.registerHelper('expression', (value: unknown) => `\${{ ${String(value)} }}`);
  handlebars.registerHelper('is', function is(this: unknown, value: unknown, ...others: unknown[]) {
    return branch(this, others.at(-1), isOneOf(value, others));
  });
  handlebars.registerHelper('isnt', function isnt(this: unknown, value: unknown, ...others: unknown[]) {
    return branch(this, others.at(-1), !isOneOf(value, others));
  });
}

/** Handlebars gives its options as the last argument. */
function isOneOf(value: unknown, others: readonly unknown[]): boolean {
  return others.slice(0, -1).includes(value);
}

function branch(view: unknown, options: unknown, holds: boolean): string {
  if (!isBlock(options)) throw new TypeError('is and isnt are blocks');
  return holds ? options.fn(view) : options.inverse(view);
}

function isBlock(options: unknown): options is Handlebars.HelperOptions {
  return typeof options === 'object' && options !== null && 'fn' in options && 'inverse' in options;
}

function textsIn(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => [name.slice(0, -EXTENSION.length).split(sep).join('/'), readFileSync(join(folder, name), 'utf8')] as const);
}
