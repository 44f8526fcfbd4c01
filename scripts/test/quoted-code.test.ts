import { describe, expect, it } from 'vitest';
import { declarationIn } from '../docs/declaration.ts';
import { headingsOf } from '../docs/headings.ts';
import { codeBlocks, emptyMarks, requoted, sourceOf } from '../docs/quoted-code.ts';

const CODE = `import { one } from 'two';

/** Says one. */
export async function sayOne(
  name: string,
): Promise<string> {
  return name; // }
}

class Books {
  readonly rule = { afterDiff: (id) => id === '}' };

  onFrame(frame: string): void {
    sayOne(frame);
  }
}

export const streams = {
  /** The other one. */
  onFrame: (frame) => {
    frame();
  },
  short: sayOne,
};
`.split('\n');

function quoted(name: string): string | undefined {
  return declarationIn(CODE, name)?.lines.join('\n');
}

describe('a declaration that a page quotes', () => {
  it('is whole, with its docstring', () => {
    expect(quoted('sayOne')).toBe(CODE.slice(2, 8).join('\n'));
    expect(quoted('Books')).toBe(CODE.slice(9, 16).join('\n'));
  });

  it('is found in what it stands in, also where its name comes twice', () => {
    expect(quoted('Books.onFrame')).toBe(CODE.slice(12, 15).join('\n'));
    expect(quoted('streams.onFrame')).toBe(CODE.slice(18, 22).join('\n'));
    expect(quoted('streams.short')).toBe('  short: sayOne,');
    expect(quoted('Books.rule')).toBe(CODE[10]);
  });

  it('is not taken for a call, and is undefined where there is none', () => {
    expect(declarationIn(['  sayOne(frame);'], 'sayOne')).toBeUndefined();
    expect(quoted('Books.short')).toBeUndefined();
    expect(quoted('nothing')).toBeUndefined();
  });

  it('may reach to another one', () => {
    expect(quoted('Books.rule..onFrame')).toBe(CODE.slice(10, 15).join('\n'));
    expect(quoted('sayOne..Books')).toBe(CODE.slice(3, 16).join('\n'));
    expect(quoted('streams..sayOne')).toBeUndefined();
  });

  it('must be there once', () => {
    expect(sourceOf('reference#placeOrder')).toContain('function placeOrder(');
    expect(() => sourceOf('reference#noSuchMember')).toThrow('has no declaration of noSuchMember');
    expect(() => sourceOf('docs/examples/connector-parts.ts#nowhere')).toThrow('has no region nowhere');
  });
});

describe('the quotes of a page', () => {
  const mark = '<!-- docs/examples/connector-parts.ts#continuity -->';

  it('are written below their marks, and written anew where they are old', () => {
    const page = requoted(`${mark}\n\ntext\n\n${mark}\n\n\`\`\`ts\nold\n\`\`\`\n`);
    const [first, second] = codeBlocks(page);
    expect(first).toEqual(second);
    expect(first?.code).toBe(sourceOf('docs/examples/connector-parts.ts#continuity'));
    expect(page).toContain('\n\ntext\n\n');
    expect(requoted(page)).toBe(page);
  });

  it('are missed where a mark has none', () => {
    expect(emptyMarks(`${mark}\n\ntext`)).toEqual(['docs/examples/connector-parts.ts#continuity']);
    expect(emptyMarks(requoted(mark))).toEqual([]);
  });
});

describe('the headings of a page', () => {
  it('have the anchors that GitHub gives them', () => {
    const page = '# A `Book.rule?`\n\n```sh\n# no heading\n```\n\n## Two, in one\n\n## Two, in one\n';
    expect(headingsOf(page)).toEqual([
      { title: 'A Book.rule?', anchor: 'a-bookrule' },
      { title: 'Two, in one', anchor: 'two-in-one' },
      { title: 'Two, in one', anchor: 'two-in-one-1' },
    ]);
  });
});
