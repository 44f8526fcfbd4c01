import { readJsonNodes, withReplacements, type JsonNode } from '@venuekit/core/testing';

/**
 * The numbers by which replies on a socket name their requests. The connector may number its frames otherwise than it did when it was
 * recorded; the recorded replies are then told with its numbers.
 */
export class RequestNumbers {
  /** By member and recorded value, both as they are written: what the connector wrote. */
  readonly #written = new Map<string, string>();

  /** The connector has sent the frame that stands in the recording as `recorded`. */
  note(recorded: string, sent: string): void {
    const own = new Map(leavesOf(sent));
    for (const [name, value] of leavesOf(recorded)) {
      const written = own.get(name);
      if (written !== undefined && written !== value) this.#written.set(keyOf(name, value), written);
    }
  }

  /** A recorded frame of the venue, with the connector's numbers. */
  translate(frame: string): string {
    const root = this.#written.size === 0 ? undefined : readJsonNodes(frame);
    if (root?.kind !== 'object') return frame;
    return withReplacements(
      frame,
      root.members.flatMap(({ name, value: { start, end } }) => {
        const text = this.#written.get(keyOf(name, frame.slice(start, end)));
        return text === undefined ? [] : [{ start, end, text }];
      }),
    );
  }
}

function leavesOf(frame: string): readonly (readonly [string, string])[] {
  const root = readJsonNodes(frame);
  if (root?.kind !== 'object') return [];
  return root.members
    .filter(({ value }) => isLeaf(value))
    .map(({ name, value: { start, end } }) => [name, frame.slice(start, end)] as const);
}

function isLeaf({ kind }: JsonNode): boolean {
  return kind === 'number' || kind === 'string';
}

function keyOf(name: string, written: string): string {
  return `${name} ${written}`;
}
