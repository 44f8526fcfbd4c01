import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differingLeaves,
  leavesOf,
  leavesThatTell,
  UNKNOWN_MEMBER,
  withLeaves,
  withoutLeaves,
  withUnknownMembers,
} from '../../src/stage/payload-leaves.ts';

const ORDER = '{"id":90071992547409931234, "s":"NEW","rows":[["1.10","2"],{"s":"NEW"}],"done":false}';

const encode = (state: string): string => `{"sequence":1,"state":"${state}"}`;

describe('the leaves of a payload', () => {
  it('are found with their paths and written forms, ids beyond doubles included', () => {
    expect(leavesOf(ORDER).map(({ path, lexeme }) => `${path}=${lexeme}`)).toEqual([
      'id=90071992547409931234',
      's="NEW"',
      'rows.0.0="1.10"',
      'rows.0.1="2"',
      'rows.1.s="NEW"',
      'done=false',
    ]);
  });

  it('are none for a text that is no JSON', () => {
    expect(leavesOf('pong')).toEqual([]);
  });

  it('that differ between two texts are those of the fact that differs', () => {
    const other = ORDER.replace('"rows":[["1.10","2"],{"s":"NEW"}]', '"rows":[["1.10","2"],{"s":"FILLED"}]');
    expect(differingLeaves(ORDER, other).map(({ path }) => path)).toEqual(['rows.1.s']);
  });

  it('that tell a fact are found although the frame’s own number differs', () => {
    const leaves = leavesThatTell('{"sequence":77,"state":"new"}', { subject: 'new', encode }, 'filled');
    expect(leaves.map(({ path, lexeme }) => [path, lexeme])).toEqual([['state', '"new"']]);
  });

  it('can be replaced, and everything else stays as it is written', () => {
    const first = leavesOf(ORDER).find(({ path }) => path === 's');
    expect(withLeaves(ORDER, first === undefined ? [] : [first], () => '7')).toBe(ORDER.replace('"s":"NEW","rows"', '"s":7,"rows"'));
  });

  it('can be taken away with their names', () => {
    const taken = withoutLeaves(
      ORDER,
      leavesOf(ORDER).filter(({ path }) => path === 's' || path === 'rows.0.0'),
    );
    expect(JSON.parse(taken)).toMatchObject({ rows: [[null, '2'], { s: 'NEW' }], done: false });
    expect(taken).toContain('90071992547409931234');
  });
});

describe('unknown members', () => {
  it('are in every object, and nothing else is changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const changed: unknown = JSON.parse(withUnknownMembers(text), (_name, member: unknown) => {
          if (typeof member !== 'object' || member === null || Array.isArray(member) || !Object.hasOwn(member, UNKNOWN_MEMBER))
            return member;
          const { [UNKNOWN_MEMBER]: _, ...others } = Object.fromEntries(Object.entries(member));
          return others;
        });
        expect(JSON.stringify(changed)).toEqual(JSON.stringify(JSON.parse(text)));
        const objects = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').split('{').length - 1;
        expect(withUnknownMembers(text).split(`"${UNKNOWN_MEMBER}":`).length - 1).toBe(objects);
      }),
      { numRuns: 200 },
    );
  });
});
