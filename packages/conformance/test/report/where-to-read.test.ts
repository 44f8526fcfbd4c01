import { describe, expect, it } from 'vitest';
import { whereToRead } from '../../src/report/where-to-read.ts';

describe('where to read', () => {
  it.each([
    ['connector guide: Data sources', 'docs/author-guide: Data sources'],
    ['private stream: states', 'docs/private-stream.md: states'],
    ['venues that differ: heartbeats', 'docs/guides/venues-that-differ.md: heartbeats'],
    ['docs/rate-limits.md: sockets', 'docs/rate-limits.md: sockets'],
    ['another page: a section', 'another page: a section'],
    ['docs/recordings.md', 'docs/recordings.md'],
  ])('of %s is %s', (doc, page) => {
    expect(whereToRead(doc)).toBe(page);
  });

  it('names each of two pages, and leaves the semicolon of a rule alone', () => {
    expect(whereToRead('design: a command has four outcomes; connector guide: errors')).toBe(
      'docs/author-guide/rules.md: a command has four outcomes; docs/author-guide: errors',
    );
    expect(whereToRead('design: created comes before filled; one terminal event per order')).toBe(
      'docs/author-guide/rules.md: created comes before filled; one terminal event per order',
    );
  });
});
