import type { Buffer } from 'node:buffer';
import { PayloadFields, StreamError, asError, parseJson } from '@venuekit/core/connector';
import type { StreamPlan, UserStreamDataSource, UserStreamSink } from '@venuekit/core/connector';
import type { PlainAuthenticator } from '../auth.ts';
import { LIMIT_IDS } from './constants.ts';

const ORIGIN = 'user stream';

/** What the private stream is made of. */
export interface UserStreamOptions {
  readonly streamUrl: string;
  readonly authenticator: PlainAuthenticator;
}

type LoginFrame = Awaited<ReturnType<UserStreamDataSource['loginFrames']>>[number];

/** The account's own events. A signed frame logs in, then they are subscribed. */
export class SpotUserStreamDataSource implements UserStreamDataSource {
  readonly stream: StreamPlan;
  readonly #authenticator: PlainAuthenticator;

  constructor(options: UserStreamOptions) {
    this.stream = { url: options.streamUrl, connectLimitId: LIMIT_IDS.connect };
    this.#authenticator = options.authenticator;
  }

  loginFrames(login: { readonly nowMs: number; nextRequestId(): number }): readonly LoginFrame[] {
    const signed = this.#authenticator.signedParameters('login', login.nowMs);
    return [request(login.nextRequestId(), 'login', signed), request(login.nextRequestId(), 'subscribe', { topics: ['account'] })];
  }

  onFrame(frame: Buffer, sink: UserStreamSink): void {
    try {
      const message = new PayloadFields(parseJson(frame, { origin: ORIGIN }), ORIGIN);
      const event = message.value('event');
      if (event === undefined) onReply(message, sink);
      else if (event === 'closing') sink.closingSoon('the venue closes');
      else if (event === 'terminated') sink.terminated('the venue has ended the subscription');
      else sink.event(Object.fromEntries(message.names.map((name) => [name, message.value(name)])));
    } catch (error) {
      sink.problem(asError(error, ORIGIN));
    }
  }
}

function request(requestId: number, op: string, members: object): LoginFrame {
  return { requestId, frame: JSON.stringify({ id: requestId, op, ...members }) };
}

/** Acknowledgements `{"id":1,"ok":true}` and refusals. */
function onReply(message: PayloadFields, sink: UserStreamSink): void {
  if (message.boolean('ok')) sink.acknowledged(message.count('id'));
  else sink.refused(message.count('id'), new StreamError('subscription-refused', `the venue refused a request: ${message.text('error')}`));
}
