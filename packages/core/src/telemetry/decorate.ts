/**
 * An object that behaves as `target` but for the members that are given. All others, also those that `target` gets later or
 * inherits, are read from `target` itself at the moment they are used, and its functions run on `target`.
 */
export function decorate<Target extends object>(target: Target, members: Partial<Target>): Target {
  const bound = new Map<unknown, unknown>();
  // A copy stands behind the proxy, because a frozen target would forbid it to answer differently.
  return new Proxy<Target>(
    { ...target },
    {
      get(_copy, key): unknown {
        if (Object.hasOwn(members, key)) return Reflect.get(members, key);
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function' || key === 'constructor') return member;
        if (!bound.has(member)) bound.set(member, member.bind(target));
        return bound.get(member);
      },
      has: (_copy, key) => key in members || key in target,
    },
  );
}
