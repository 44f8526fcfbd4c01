/** So often must one kind follow another before it counts as a rule of the venue. */
const EVIDENCE = 2;

/**
 * Where our events come in another order than the recorded ones. Events of different markets and orders are mixed by chance, so only what
 * the recording shows as a rule is held against us: a kind that is always followed at once by one other kind, seen at least twice.
 * @param recorded the kinds of each socket's frames, in their order.
 * @returns one text each.
 */
export function orderDifferences(recorded: readonly (readonly string[])[], ours: readonly (readonly string[])[]): readonly string[] {
  const own = followers(ours);
  return [...followers(recorded)].flatMap(([kind, after]) => {
    const [follower] = after.keys();
    const found = own.get(kind);
    if (follower === undefined || found === undefined || after.size > 1 || (after.get(follower) ?? 0) < EVIDENCE) return [];
    const others = [...found.keys()].filter((each) => each !== follower);
    return others.length === 0 ? [] : [`"${kind}" is followed by "${others.join('" or "')}", in the recording always by "${follower}"`];
  });
}

/** By kind: how often which kind came next. The last frame of a socket, which nothing follows, says nothing. */
function followers(sockets: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const kinds of sockets) {
    for (const [index, kind] of kinds.entries()) {
      const next = kinds[index + 1];
      if (next === undefined) continue;
      const after = found.get(kind) ?? new Map<string, number>();
      found.set(kind, after.set(next, (after.get(next) ?? 0) + 1));
    }
  }
  return found;
}
