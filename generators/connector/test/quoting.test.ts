import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENERATOR_ROOT } from '../src/generator-root.ts';
import { quoteJson, quoteLine, quoteString, quoteText } from '../src/render/quote.ts';
import { planPackage } from '../src/tree/plan-package.ts';
import { answersOf } from './answer-files.ts';

const HOSTILE = [
  '../x',
  `"; process.exit()`,
  `'; process.exit()`,
  '${x}',
  '*/',
  '{{x}}',
  '\\',
  "\\'",
  '`',
  '</script>',
  '\u2028',
  '\u202E',
  '__proto__',
];

function holds(text: string): boolean {
  return runInNewContext(quoteString(text)) === text && JSON.parse(quoteJson(text)) === text;
}

function isTame(text: string): boolean {
  return !/\*\/|[`<>\n\r\u2028\u202E]/.test(quoteText(text)) && !/[\n\r\u2028]/.test(quoteLine(text));
}

describe('quoting', () => {
  it('makes a literal that is the text, whatever it is', () => {
    for (const text of HOSTILE) expect(holds(text), text).toBe(true);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds));
  });

  it('makes a text that ends no comment, begins no markup and has one line', () => {
    for (const text of HOSTILE) expect(isTame(text), text).toBe(true);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), isTame));
  });
});

describe('templates', () => {
  const folder = join(GENERATOR_ROOT, 'templates');
  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));
  /** Made of checked ids, of choices, or of our own constants. */
  const tame =
    /^(?:[Vv]enue|VENUE|venueId|defaultDomain|name|this|@key|continuity|clientOrderIdLength|clientOrderIdBits|vectors\.\w+|else|(?:string|json|value|text|line) [\w.]+|expression '[\w.]+')$/;

  it.each(templates)('%s puts no answer into a file but through a quoting helper', (name) => {
    const mustaches = [...readFileSync(join(folder, name), 'utf8').matchAll(/\{\{([^{}]*)\}\}/g)].map(([, inner = '']) => inner.trim());
    expect(mustaches.filter((inner) => !/^[#/>]/.test(inner) && !tame.test(inner))).toEqual([]);
  });

  it('put hostile names into files as the texts that they are', async () => {
    const kauri = answersOf('kauri');
    const files = await planPackage(kauri, { isInRepository: false, isExample: false });
    expect(kauri.displayName).toContain('*/ ${x} {{y}} "z" `w` <b>');
    expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({
      description: `The ${kauri.displayName} connector for VenueKit`,
      author: `O'Neill "the" author`,
    });
    expect(files.get('src/spot/exchange.ts')).toContain('Kauri * / ${x} {{y}} "z" \'w\' ‹b›');
    expect([...files].filter(([path, text]) => path.endsWith('.ts') && text.includes('Kauri */'))).toEqual([]);
  });
});
