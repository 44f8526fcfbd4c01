import type { Operation, OperationResult } from '@venuekit/venue';
import type { CardStage } from '../../card/card-stage.ts';
import type { AlterableFrame, FrameSubjects, Told } from '../../card/text-change.ts';
import { leavesThatTell, withLeaves, type PayloadLeaf } from '../../stage/payload-leaves.ts';

/** Writes a text anew, given the leaves that tell the fact. */
export type Rewriting = (text: string, leaves: readonly PayloadLeaf[]) => string;

/** A change that is made to what the venue says. */
export interface Alteration {
  /** How many texts have been changed. */
  readonly count: () => number;
  readonly end: () => void;
}

const UNKNOWN_WORD = '"SOMETHING_NEW"';
const UNKNOWN_CODE = '97531';

/** Words, or codes where the venue writes no words, become ones that nobody knows. */
export const unknownWord: Rewriting = (text, leaves) => {
  const words = leaves.filter(({ node }) => node.kind === 'string');
  if (words.length > 0) return withLeaves(text, words, () => UNKNOWN_WORD);
  return withLeaves(
    text,
    leaves.filter(({ node }) => node.kind === 'number'),
    () => UNKNOWN_CODE,
  );
};

/** The leaves become null. */
export const nullInstead: Rewriting = (text, leaves) => withLeaves(text, leaves, () => 'null');

/** Whole numbers in quotes lose them, and those without get them. */
export const otherNumberForm: Rewriting = (text, leaves) =>
  withLeaves(text, leaves, ({ node, lexeme }) => {
    if (node.kind === 'string' && /^[1-9]\d{0,30}$/.test(node.text)) return node.text;
    return node.kind === 'number' ? `"${lexeme}"` : lexeme;
  });

function rewritten<Subject>(text: string, told: Told<Subject>, other: Subject | undefined, rewrite: Rewriting): string {
  return other === undefined ? text : rewrite(text, leavesThatTell(text, told, other));
}

/**
 * Rewrites where replies tell a fact. @param vary the same with another fact in that place, undefined where there is none. @param times how
 * many replies at most
 */
export function alterReplyFact(
  stage: CardStage,
  operation: Operation['kind'],
  vary: (result: OperationResult) => OperationResult | undefined,
  rewrite: Rewriting,
  times: number = Number.POSITIVE_INFINITY,
): Alteration {
  let count = 0;
  const end = stage.alterReplies(operation, (text, told) => {
    if (count >= times) return text;
    const changed = rewritten(text, told, vary(told.subject), rewrite);
    if (changed !== text) count += 1;
    return changed;
  });
  return { count: () => count, end };
}

/** As `alterReplyFact`, of frames. */
export function alterFrameFact<Kind extends AlterableFrame>(
  stage: CardStage,
  frame: Kind,
  vary: (subject: FrameSubjects[Kind]) => FrameSubjects[Kind] | undefined,
  rewrite: Rewriting,
  times: number = Number.POSITIVE_INFINITY,
): Alteration {
  let count = 0;
  const end = stage.alterFrames(frame, (text, told) => {
    if (count >= times) return text;
    const changed = rewritten(text, told, vary(told.subject), rewrite);
    if (changed !== text) count += 1;
    return changed;
  });
  return { count: () => count, end };
}

/** How often something was reported so far: by an event, or by a line of the log that warns. */
export function reportsOf(stage: CardStage): number {
  return stage.eventsOf('stream-problem').length + stage.logLines.filter((line) => /"level":[45]0\b/.test(line)).length;
}
