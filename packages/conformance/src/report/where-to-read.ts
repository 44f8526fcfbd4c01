/** The pages behind the names by which cards call them. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['connector guide', 'docs/author-guide'],
  ['design', 'docs/author-guide/rules.md'],
  ['private stream', 'docs/private-stream.md'],
  ['venues that differ', 'docs/guides/venues-that-differ.md'],
]);

/** Where a card's reason is written, with the page in the place of its name: `docs/private-stream.md: states` of `private stream: states`. */
export function whereToRead(doc: string): string {
  return doc.replaceAll(/(^|; )([a-z ]+)(?=: )/gu, (whole, before: string, name: string) => {
    const page = PAGES.get(name);
    return page === undefined ? whole : before + page;
  });
}
