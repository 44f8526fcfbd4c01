import { printable } from '@venuekit/core/connector';

const REDACTED = '[redacted]';

/** A text as reports and terminals may show it: without the secrets, without what a terminal would obey. */
export function shownText(text: string, secrets: ReadonlySet<string>): string {
  let shown = text;
  for (const secret of secrets) shown = shown.replaceAll(secret, REDACTED);
  return shown
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}
