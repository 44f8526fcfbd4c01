/** Domains as they are typed: `main https://… wss://… [wss://…]`, several with semicolons between. What is wrong in them is found later. */
export function domainsOfText(text: string): readonly Readonly<Record<string, string>>[] {
  return text
    .split(';')
    .map((part) => part.trim().split(/\s+/))
    .filter(([name]) => name !== '')
    .map(([name = '', rest = '', publicStream = '', privateStream, ...more]) => ({
      name,
      rest,
      publicStream,
      ...(privateStream === undefined ? {} : { privateStream }),
      ...(more.length === 0 ? {} : { [more.join(' ')]: '' }),
    }));
}
