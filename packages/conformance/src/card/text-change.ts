import type {
  AccountBalance,
  BookChange,
  BookView,
  Execution,
  FrameKind,
  Notice,
  OperationResult,
  Refusal,
  VenueTrade,
} from '@venuekit/venue';

/** What a text of the venue tells, and how its dialect would tell something else in the same place. */
export interface Told<Subject> {
  readonly subject: Subject;
  /** Leaves no trace: numbers of frames are not used up by it. */
  readonly encode: (subject: Subject) => string;
}

/** As `Told`, of an answer. */
export interface ToldReply extends Told<OperationResult> {
  /** What the answer would be if the venue had refused; the status of HTTP is not part of it. */
  readonly encodeRefusal: (refusal: Refusal) => string;
}

/** Gives another text for an answer; the same one leaves it as it is. */
export type ReplyChange = (text: string, told: ToldReply) => string;

/** Gives another text for a text of the venue; the same one leaves it as it is. */
export type TextChange<Subject> = (text: string, told: Told<Subject>) => string;

/** What frames tell of. */
export interface FrameSubjects {
  readonly book: BookChange;
  readonly top: BookView;
  readonly trade: VenueTrade;
  readonly execution: Execution;
  readonly balances: readonly AccountBalance[];
  readonly notice: Notice;
}

/** The kinds of frames whose texts can be changed. */
export type AlterableFrame = Extract<FrameKind, keyof FrameSubjects>;
