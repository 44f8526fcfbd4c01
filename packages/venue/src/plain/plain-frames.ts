import type { DialectSession, SocketAction } from '../dialect/dialect.ts';
import { members, readObject, texts } from '../dialect/request-fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { FrameNote } from './acks.ts';
import { logIn, subscribe, unsubscribe } from './following.ts';
import { chargesOf } from './limits.ts';
import { accountOf } from './login.ts';
import { requirePermission } from './permissions.ts';
import { signedOperation } from './plain-request.ts';
import type { PlainWire } from './plain-wire.ts';

function frameActions(
  wire: PlainWire,
  note: FrameNote,
  frame: ReadonlyMap<string, unknown>,
  session: DialectSession,
): readonly SocketAction[] {
  const signed = new Map([...frame].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const request = (name: string): SocketAction => {
    const account = accountOf(session);
    const body = members(frame.get('params') ?? {}, 'params');
    const argument = texts(body).get(wire.clientIds.reference) ?? '';
    const operation = signedOperation(account, { wire, place: 'socket', desk: session.desk, name, argument, body });
    requirePermission(session.state.get('canTrade') !== false, operation);
    return { kind: 'request', decoded: { operation, account, charges: chargesOf(operation), note } };
  };
  switch (note.op) {
    case 'login':
      return logIn(wire, note, signed, session);
    case 'subscribe':
      return subscribe(wire, note, signed, session);
    case 'unsubscribe':
      return unsubscribe(wire, note, session);
    case 'place':
      return [request('POST orders')];
    case 'cancel':
      return [request('DELETE orders')];
    default:
      throw new Refusal('bad-enum', 'op');
  }
}

/** What a frame of the client asks. */
export function decodeFrame(wire: PlainWire, text: string, session: DialectSession): readonly SocketAction[] {
  const beat = wire.heartbeat.actions(text);
  if (beat !== undefined) return beat;
  let note: FrameNote = { id: undefined, op: undefined, topics: [] };
  try {
    const frame = readObject(text);
    const topics: unknown = frame.get('topics');
    const names = Array.isArray(topics) ? topics.filter((name) => typeof name === 'string') : [];
    note = { id: frame.get('id'), op: frame.get('op'), topics: names };
    const needsId = wire.acks.needsId || note.op === 'place' || note.op === 'cancel';
    if (needsId && typeof note.id !== 'number') throw new Refusal('missing-parameter', 'id');
    return frameActions(wire, note, frame, session);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ kind: 'refuse', refusal: error, note }];
  }
}
