import type { DialectSession } from './dialect.ts';

/** What a dialect remembers of a socket, as an object of this class; made when it is first asked for, and kept in `session.state` under the class's name. */
export function memoryOf<Memory extends object>(session: DialectSession, kind: new (session: DialectSession) => Memory): Memory {
  const known = session.state.get(kind.name);
  if (known instanceof kind) return known;
  const memory = new kind(session);
  session.state.set(kind.name, memory);
  return memory;
}
