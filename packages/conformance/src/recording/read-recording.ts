import { asError, ConnectorError, isPayloadObject, parseJson, PayloadFields } from '@venuekit/core/connector';
import { RECORDING_VERSION } from '@venuekit/core/testing';
import type {
  FrameDirection,
  RecordedAccess,
  RecordedEvent,
  RecordedMoment,
  RecordedReply,
  RecordingHeader,
  RecordingSourceKind,
} from '@venuekit/core/testing';
import type { Recording } from './recording.ts';
import { RecordingError } from './recording-error.ts';

const SOURCES = new Map<string, RecordingSourceKind>([
  ['venue', 'venue'],
  ['embedded', 'embedded'],
  ['sample', 'sample'],
]);
const ACCESSES = new Map<string, RecordedAccess>([
  ['public', 'public'],
  ['private', 'private'],
]);
const DIRECTIONS = new Map<string, FrameDirection>([
  ['to-venue', 'to-venue'],
  ['from-venue', 'from-venue'],
]);
const CUTS = new Map<string, NonNullable<RecordedReply['cut']>>([
  ['canceled', 'canceled'],
  ['broken', 'broken'],
  ['too-long', 'too-long'],
]);

/**
 * Reads the text of a recording. A line that cannot be read is named, with its number and its field, and skipped; a line that a crash cut
 * off is such a line.
 * @param origin the file's name, for errors.
 * @throws RecordingError when the first line is no header of a version that is known here.
 */
export function readRecording(text: string, origin: string): Recording {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const header = readHeader(first, `${origin}:1`);
  const events: RecordedEvent[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const where = `${origin}:${index + 2}`;
    try {
      const event = readEvent(fieldsOf(line, where));
      const last = events.at(-1)?.order ?? 0;
      if (event.order <= last) throw new RecordingError(where, `field "order" should be above ${last}, but is ${event.order}`);
      events.push(event);
    } catch (error) {
      problems.push(asError(error, where).message);
    }
  }
  return { origin, header, events, problems };
}

function readHeader(line: string, where: string): RecordingHeader {
  try {
    const fields = fieldsOf(line, where);
    if (fields.value('type') !== 'recording') throw fields.wrong('type', '"recording": the first line is the header');
    if (fields.value('version') !== RECORDING_VERSION)
      throw fields.wrong('version', `${RECORDING_VERSION}, the version that is known here`);
    const source = fields.object('source');
    const connector = fields.object('connector');
    const version = connector.optionalText('version');
    const tradingPairs = connector.has('tradingPairs') ? readPairs(connector) : undefined;
    return {
      type: 'recording',
      version: RECORDING_VERSION,
      source: { kind: source.word('kind', SOURCES), host: source.text('host') },
      startedMs: fields.count('startedMs'),
      connector: {
        name: connector.text('name'),
        ...(version === undefined ? {} : { version }),
        ...(tradingPairs === undefined ? {} : { tradingPairs }),
      },
    };
  } catch (error) {
    if (!ConnectorError.is(error)) throw error;
    throw new RecordingError(where, `is no header of a recording: ${error.message}`, { cause: error });
  }
}

function readPairs(connector: PayloadFields): readonly string[] {
  return connector.array('tradingPairs').map((pair) => {
    if (typeof pair !== 'string') throw connector.wrong('tradingPairs', 'a list of texts');
    return pair;
  });
}

function fieldsOf(line: string, where: string): PayloadFields {
  return new PayloadFields(parseJson(line, { origin: where }), where);
}

function readEvent(fields: PayloadFields): RecordedEvent {
  const moment: RecordedMoment = { order: fields.count('order'), atMs: fields.count('atMs'), connection: fields.text('connection') };
  switch (fields.value('type')) {
    case 'request':
      return {
        type: 'request',
        ...moment,
        access: fields.word('access', ACCESSES),
        method: fields.text('method'),
        url: readUrl(fields),
        headers: readHeaders(fields),
        body: readText(fields, 'body'),
      };
    case 'reply': {
      const cut = fields.optionalWord('cut', CUTS);
      const status = fields.count('status');
      const reply: RecordedReply = { type: 'reply', ...moment, status, headers: readHeaders(fields), body: readText(fields, 'body') };
      return cut === undefined ? reply : { ...reply, cut };
    }
    case 'failure':
      return { type: 'failure', ...moment, problem: fields.text('problem') };
    case 'socket':
      return { type: 'socket', ...moment, access: fields.word('access', ACCESSES), url: readUrl(fields), headers: readHeaders(fields) };
    case 'open':
      return { type: 'open', ...moment };
    case 'frame': {
      const frame = {
        type: 'frame',
        ...moment,
        access: fields.word('access', ACCESSES),
        direction: fields.word('direction', DIRECTIONS),
      } as const;
      return fields.has('base64') ? { ...frame, base64: readText(fields, 'base64') } : { ...frame, text: readText(fields, 'text') };
    }
    case 'close':
      return { type: 'close', ...moment, code: fields.count('code'), reason: readText(fields, 'reason') };
    default:
      throw fields.wrong('type', 'a known kind of line');
  }
}

/** A text that may be empty. */
function readText(fields: PayloadFields, name: string): string {
  const value = fields.value(name);
  if (typeof value !== 'string') throw fields.wrong(name, 'a text');
  return value;
}

function readUrl(fields: PayloadFields): string {
  const url = fields.text('url');
  if (!URL.canParse(url)) throw fields.wrong('url', 'an absolute URL');
  return url;
}

function readHeaders(fields: PayloadFields): Readonly<Record<string, string>> {
  const value = fields.value('headers');
  if (!isPayloadObject(value)) throw fields.wrong('headers', 'an object');
  const headers: [string, string][] = [];
  for (const [name, header] of Object.entries(value)) {
    if (typeof header !== 'string') throw fields.wrong('headers', 'an object of texts');
    headers.push([name, header]);
  }
  return Object.fromEntries(headers);
}
