import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asError } from '@venuekit/core/connector';
import { replayToConnector } from '../recording/connector-replay.ts';
import { replayToDialect } from '../recording/dialect-replay.ts';
import { readRecording } from '../recording/read-recording.ts';
import { streamsOf, type Recording } from '../recording/recording.ts';
import { witnessVerdict, type WitnessRule, type WitnessVerdict } from '../recording/witness-verdict.ts';
import { secretValues } from '../stage/secret-values.ts';
import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../subject/conformance-subject.ts';
import { shownText } from './shown-text.ts';

/** What one recording says of a connector and of its dialect. */
export interface WitnessOutcome {
  /** Whether it counts for tier 4. */
  readonly verdict: WitnessVerdict;
  /** Whether it holds traffic of an account. */
  readonly isPrivate: boolean;
  /** What it is, in a sentence. */
  readonly about: string;
  /** Why the file cannot be used at all. */
  readonly unreadable: string | undefined;
  /** Where the connector does not agree. */
  readonly connector: readonly string[];
  /** Where the dialect answers otherwise. */
  readonly dialect: readonly string[];
  /** What the recording has and the dialect never showed. */
  readonly uncovered: readonly string[];
  /** How many endpoints and kinds of frames were compared with the dialect's. */
  readonly compared: number;
}

const NOTHING = { isPrivate: false, about: '', connector: [], dialect: [], uncovered: [], compared: 0 };

/** Replays a recording on connector and dialect. Never rejects: what is thrown is a disagreement of the one that was at work. */
export async function hearWitness(subject: ConformanceSubject, path: string, rule: WitnessRule): Promise<WitnessOutcome> {
  const secrets = secretValues(subject.credentials ?? DEFAULT_CREDENTIALS, { requests: [], sockets: [] });
  const shown = (texts: readonly string[]): readonly string[] => [...new Set(texts)].map((text) => shownText(text, secrets));
  const file = basename(path);
  let recording: Recording;
  try {
    recording = readRecording(readFileSync(path, 'utf8'), file);
  } catch (error) {
    const [unreadable = ''] = shown([asError(error, file).message]);
    return { ...NOTHING, verdict: { counts: false, reason: 'it cannot be read' }, unreadable };
  }
  const connector = await disagreements(() => replayToConnector(recording, { subject }).then((replay) => replay.disagreements));
  let [uncovered, compared]: [readonly string[], number] = [[], 0];
  const dialect = await disagreements(async () => {
    const replay = await replayToDialect(recording, { subject });
    [uncovered, compared] = [replay.uncovered, replay.compared.length];
    const isSilent = compared === 0 && uncovered.length === 0;
    return isSilent ? [...replay.differences, 'nothing of the recording could be compared'] : replay.differences;
  });
  return {
    verdict: witnessVerdict(recording, rule),
    isPrivate: holdsPrivateTraffic(recording),
    about: aboutOf(recording),
    unreadable: undefined,
    connector: shown(connector),
    dialect: shown(dialect),
    uncovered: shown(uncovered),
    compared,
  };
}

async function disagreements(replay: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await replay();
  } catch (error) {
    return [`it cannot be replayed: ${asError(error, 'replay').message}`];
  }
}

/** A private answer of the venue; requests alone say nothing of it. */
function holdsPrivateTraffic({ events }: Recording): boolean {
  const answered = new Set(events.flatMap((event) => (event.type === 'reply' && event.status < 300 ? [event.connection] : [])));
  return (
    events.some((event) => event.type === 'request' && event.access === 'private' && answered.has(event.connection)) ||
    events.some((event) => event.type === 'frame' && event.access === 'private' && event.direction === 'from-venue')
  );
}

function aboutOf(recording: Recording): string {
  const { header, events } = recording;
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const made = new Date(header.startedMs).toISOString().slice(0, 10);
  return `${made}, ${header.source.kind} ${header.source.host}: ${count('reply')} replies, ${count('frame')} frames on ${streamsOf(recording).length} sockets`;
}
