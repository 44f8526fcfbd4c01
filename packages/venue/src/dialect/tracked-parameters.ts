/** Parameters that know which of them were read, for venues that refuse what they do not read. */
export class TrackedParameters extends Map<string, string> {
  readonly #read = new Set<string>();

  override get(name: string): string | undefined {
    this.#read.add(name);
    return super.get(name);
  }

  /** The names of those that nobody has read; asking with `has` is no reading. */
  unread(): readonly string[] {
    return [...this.keys()].filter((name) => !this.#read.has(name));
  }
}
