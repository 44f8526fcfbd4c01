import type { SocketAction } from '@venuekit/venue';
import { describeValue } from './describe-value.ts';
import { DialectNonsenseError } from './dialect-nonsense-error.ts';

/** What the functions of a dialect must give, by the shape alone. */
export type AnswerShape = 'request' | 'reply' | 'actions' | 'frame' | 'frame or nothing' | 'text' | 'text or bytes';

const LONGEST_SHOWN = 200;

const KINDS_OF_ACTIONS: Readonly<Record<SocketAction['kind'], true>> = {
  subscribe: true,
  unsubscribe: true,
  'subscribe-private': true,
  'unsubscribe-private': true,
  request: true,
  refuse: true,
  charge: true,
  remember: true,
  reply: true,
  pong: true,
  'follow-heartbeat': true,
  'unfollow-heartbeat': true,
  close: true,
};

const ACTIONS: ReadonlySet<unknown> = new Set(Object.keys(KINDS_OF_ACTIONS));

interface ShapeRule {
  readonly wanted: string;
  readonly fits: (value: unknown) => boolean;
}

const RULES: Readonly<Record<AnswerShape, ShapeRule>> = {
  request: { wanted: 'a request with an operation and charges', fits: isRequest },
  reply: { wanted: 'a reply with a status of three digits, headers and a body', fits: isReply },
  actions: { wanted: 'a list of actions of known kinds', fits: isActionList },
  frame: { wanted: 'a frame', fits: isFrame },
  'frame or nothing': { wanted: 'a frame or undefined', fits: (value) => value === undefined || isFrame(value) },
  text: { wanted: 'a text', fits: (value) => typeof value === 'string' },
  'text or bytes': { wanted: 'a text or bytes', fits: (value) => typeof value === 'string' || value instanceof Uint8Array },
};

/** @throws DialectNonsenseError naming the function where its answer has another shape. */
export function checkAnswerShape(where: string, shape: AnswerShape, answer: unknown): void {
  const { wanted, fits } = RULES[shape];
  if (fits(answer)) return;
  throw new DialectNonsenseError(where, wanted, describeValue(answer).slice(0, LONGEST_SHOWN));
}

function isRequest(value: unknown): boolean {
  return (
    isObject(value) && isObject(value['operation']) && typeof value['operation']['kind'] === 'string' && Array.isArray(value['charges'])
  );
}

function isReply(value: unknown): boolean {
  if (!isObject(value) || typeof value['body'] !== 'string' || !isObject(value['headers'])) return false;
  const { status, headers } = value;
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599;
  return isStatus && Object.values(headers).every((header) => typeof header === 'string');
}

function isActionList(value: unknown): boolean {
  return Array.isArray(value) && value.every((action) => isObject(action) && ACTIONS.has(action['kind']));
}

function isFrame(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
