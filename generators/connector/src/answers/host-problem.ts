/** What is wrong with the URL of a host; undefined for nothing. */
export function hostProblem(value: unknown, protocol: string): string | undefined {
  if (typeof value !== 'string' || value === '') return 'is missing';
  if (!/^[\x21-\x7e]+$/.test(value) || value.length > 300) return 'should be a URL in plain ASCII';
  const url = URL.parse(value);
  if (url?.protocol !== protocol) return `should be a URL that begins with ${protocol}//`;
  if (url.username !== '' || url.password !== '') return 'should hold no name and no password';
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(value)) return 'should have no query and no fragment';
  return /^[\w.:/~%@!$&()*+,;=[\]-]+$/.test(value) ? undefined : 'holds characters that no URL has';
}
