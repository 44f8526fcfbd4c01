/** Something is not as it must be before a release. */
export class RehearsalFailure extends Error {
  override readonly name = 'RehearsalFailure';
}

/** @throws RehearsalFailure with all that was written, when a text is missing in it */
export function expectText(output: string, wanted: readonly string[]): void {
  const missing = wanted.filter((text) => !output.includes(text));
  if (missing.length > 0) throw new RehearsalFailure(`${missing.map((text) => `"${text}"`).join(', ')} was not told, but\n${output}`);
}
