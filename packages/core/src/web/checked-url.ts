import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * An address that a user configured, without slashes at its end.
 * @param field the option's name, for the error.
 * @param schemes with their colon, for instance `https:`.
 * @throws ConfigurationError when it is no URL of one of the schemes, or has credentials, a query or a fragment.
 */
export function checkedUrl(field: string, text: string, schemes: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url === undefined || !schemes.includes(url.protocol) || !isPlain) {
    throw new ConfigurationError(field, 'option', `should be a URL with ${schemes.join(' or ')}, without user, query and fragment`);
  }
  return text.replace(/\/+$/, '');
}
