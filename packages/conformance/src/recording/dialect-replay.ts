import { isTradingPair } from '@venuekit/core/connector';
import type { Venue } from '@venuekit/venue';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { compareShapes, type ShapeComparison } from './compare-shapes.ts';
import { recordEmbedded } from './embedded-recording.ts';
import { orderDifferences } from './event-order.ts';
import { frameKind, spellingsOf } from './frame-kind.ts';
import { callsOf, streamsOf, type RecordedCall, type Recording } from './recording.ts';
import { groupCalls, groupFrames, type PayloadGroup } from './payload-groups.ts';

/** How a dialect's answers are compared with recorded ones. */
export interface DialectReplayOptions {
  readonly subject: ConformanceSubject;
  /** Spellings of the markets in the recording, beside the usual ones. */
  readonly symbols?: readonly string[];
  /** What is compared how; paths are those of the payload, such as `orders[].price`. */
  readonly comparison?: ShapeComparison;
}

/** What a dialect has in common with a recording of the venue that it stands for. */
export interface DialectReplay {
  /** The endpoints and kinds of frames that were compared. */
  readonly compared: readonly string[];
  /** Where the dialect answers otherwise: endpoint or kind of frame, path, and how. */
  readonly differences: readonly string[];
  /** What the dialect never showed, although the recording has it. */
  readonly uncovered: readonly string[];
  /** Whether something was compared, all of it is alike, and nothing is missing. */
  readonly agrees: boolean;
}

const ADDRESS = 'recording';
/** Refusals for too many requests and failures of the venue depend on the day. */
const CHANCE_STATUS = 429;
/** Of one endpoint. */
const MAXIMUM_QUESTIONS = 20;

/**
 * Compares the dialect with a recording by keys, types, number formats and the order of events; values make no difference. Public requests
 * are put to the dialect as they were recorded. What needs a signature, and frames, are compared with those of a run of the same connector on
 * the simulated venue, because a recording holds no signature that a venue could check.
 */
export async function replayToDialect(recording: Recording, options: DialectReplayOptions): Promise<DialectReplay> {
  const { subject, comparison = {} } = options;
  const tradingPairs = (recording.header.connector.tradingPairs ?? []).filter(isTradingPair);
  const symbols = [...(options.symbols ?? []), ...spellingsOf(tradingPairs)];
  const calls = callsOf(recording).filter(({ reply }) => reply !== undefined && reply.status < CHANCE_STATUS);
  const publicCalls = calls.filter(({ request }) => request.access === 'public');
  const isPrivate = publicCalls.length < calls.length || streamsOf(recording).some(({ access }) => access === 'private');
  const answers: RecordedCall[] = [];
  const { recording: run, failure } = await recordEmbedded({
    subject,
    tradingPairs,
    hasCredentials: isPrivate,
    before: async ({ venue }) => {
      for (const call of differentCalls(publicCalls)) answers.push(await answerOf(venue, call));
    },
  });
  const ownCalls = [...answers, ...callsOf(run).filter(({ request }) => request.access === 'private')];
  const recorded = [...groupCalls(calls, symbols), ...groupFrames(streamsOf(recording), symbols)];
  const ours = new Map([...groupCalls(ownCalls, symbols), ...groupFrames(streamsOf(run), symbols)].map((group) => [group.name, group]));
  const found = recorded.map((group) => compareGroup(group, ours.get(group.name), comparison));
  const failures = failure === undefined ? [] : [`the connector cannot be driven on this dialect: ${failure}`];
  const differences = [...failures, ...found.flatMap((group) => group.differences), ...orderOf(recording, run, symbols)];
  const compared = found.flatMap(({ compared: name }) => (name === undefined ? [] : [name]));
  const uncovered = found.flatMap(({ uncovered: name }) => (name === undefined ? [] : [name]));
  return { compared, differences, uncovered, agrees: compared.length > 0 && differences.length === 0 && uncovered.length === 0 };
}

interface GroupFinding {
  readonly differences: readonly string[];
  readonly compared?: string;
  readonly uncovered?: string;
}

function compareGroup(recorded: PayloadGroup, ours: PayloadGroup | undefined, comparison: ShapeComparison): GroupFinding {
  const { name } = recorded;
  if (ours === undefined) return { differences: [], uncovered: name };
  return { compared: name, differences: compareShapes(recorded.texts, ours.texts, comparison).map(({ text }) => `${name}: ${text}`) };
}

/** The same question need not be asked twice, nor one endpoint about everything: the dialect keeps the venue's limits. */
function differentCalls(calls: readonly RecordedCall[]): readonly RecordedCall[] {
  const urls = new Set<string>();
  const asked = new Map<string, number>();
  return calls.filter(({ request: { method, url } }) => {
    const path = `${method} ${new URL(url).pathname}`;
    const count = asked.get(path) ?? 0;
    if (urls.has(`${method} ${url}`) || count >= MAXIMUM_QUESTIONS) return false;
    urls.add(`${method} ${url}`);
    asked.set(path, count + 1);
    return true;
  });
}

/** The request as it was recorded, with the dialect's answer in place of the venue's. */
async function answerOf(venue: Venue, { request, reply }: RecordedCall): Promise<RecordedCall> {
  const { pathname, search } = new URL(request.url);
  let answered: RecordedCall = { request, reply: undefined };
  for (const service of venue.dialect.services) {
    const headers = new Map(Object.entries(request.headers));
    const wire = { method: request.method, path: pathname, query: search.slice(1), headers, body: request.body, service };
    const outcome = await venue.handleRequest(wire, ADDRESS);
    if (outcome.kind !== 'reply' || reply === undefined) continue;
    answered = { request, reply: { ...reply, status: outcome.reply.status, headers: {}, body: outcome.reply.body } };
    if (outcome.reply.status === reply.status) return answered;
  }
  return answered;
}

/** Events of an account come in an order that is the venue's own; those of the market come as they happen. */
function orderOf(recording: Recording, run: Recording, symbols: readonly string[]): readonly string[] {
  const [recorded, ours] = [recording, run].map((each) =>
    streamsOf(each)
      .filter(({ access }) => access === 'private')
      .map(({ frames }) =>
        frames.flatMap((frame) => (frame.direction === 'from-venue' && 'text' in frame ? [frameKind(frame.text, symbols)] : [])),
      ),
  );
  return orderDifferences(recorded ?? [], ours ?? []);
}
