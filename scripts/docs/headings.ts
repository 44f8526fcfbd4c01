/** A heading of a page. */
export interface Heading {
  /** Without marks of code. */
  readonly title: string;
  /** What a link to it ends with. */
  readonly anchor: string;
}

/** The headings of a page in their order, as GitHub makes anchors of them. */
export function headingsOf(markdown: string): readonly Heading[] {
  const withoutCode = markdown.replaceAll(/^```.*?^```$/gmsu, '');
  const seen = new Map<string, number>();
  return [...withoutCode.matchAll(/^#+ (.+)$/gmu)].map(([, text = '']) => {
    const title = text.replaceAll('`', '').trim();
    const plain = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/gu, '-');
    const earlier = seen.get(plain) ?? 0;
    seen.set(plain, earlier + 1);
    return { title, anchor: earlier === 0 ? plain : `${plain}-${earlier}` };
  });
}
