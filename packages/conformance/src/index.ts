export { FAMILIES } from './card/card.ts';
export type { Card, CardId, CardTier, Family, Invariant } from './card/card.ts';
export type { Finding } from './card/card-failure.ts';
export type { CardStage, RestingOrder, SentRequest, SentSocket, WireView } from './card/card-stage.ts';
export type { StageSetup } from './card/stage-setup.ts';
export { ALL_CARDS } from './cards/all-cards.ts';
export type { Mutant, MutantNotes } from './mutant/mutant.ts';
export { ALL_MUTANTS } from './mutants/all-mutants.ts';
export type { ProbeFinding, ProbeOutcome } from './probes/probe.ts';
export { compareShapes } from './recording/compare-shapes.ts';
export type { ShapeComparison, ShapeDifference } from './recording/compare-shapes.ts';
export { replayToConnector } from './recording/connector-replay.ts';
export type { ConnectorReplay, ConnectorReplayOptions, ReplayedBook } from './recording/connector-replay.ts';
export { replayToDialect } from './recording/dialect-replay.ts';
export type { DialectReplay, DialectReplayOptions } from './recording/dialect-replay.ts';
export { recordEmbedded } from './recording/embedded-recording.ts';
export type { EmbeddedRecordingOptions, EmbeddedRun } from './recording/embedded-recording.ts';
export { readRecording } from './recording/read-recording.ts';
export { RecordingError } from './recording/recording-error.ts';
export type { RecordedCall, RecordedStream, Recording } from './recording/recording.ts';
export { witnessVerdict } from './recording/witness-verdict.ts';
export type { WitnessRule, WitnessVerdict } from './recording/witness-verdict.ts';
export { readReport } from './report/read-report.ts';
export { ReportError } from './report/report-error.ts';
export { ALL_REQUIREMENTS } from './requirements/all-requirements.ts';
export type { RequiredCard, RequirementSet } from './requirements/requirement-set.ts';
export type { Blame, CardHead, CardOutcome, FailureReport } from './run/card-outcome.ts';
export type { MutantVerdict } from './run/run-mutant.ts';
export { runSuite } from './run/run-suite.ts';
export type { CheckPlace, SuiteOptions, SuiteProgress } from './run/run-suite.ts';
export type { CardSelection } from './run/select-cards.ts';
export { REPORT_VERSION } from './run/suite-report.ts';
export type {
  CardReport,
  CardVerdict,
  CheckFinding,
  CheckReport,
  FamilyReport,
  KillReport,
  KillRow,
  SampleReport,
  SuiteReport,
  TierNumber,
  TierReport,
} from './run/suite-report.ts';
export type { SubjectFacts, Tampering } from './run/worker-messages.ts';
export { readSamples } from './sample/read-samples.ts';
export { runSample } from './sample/run-sample.ts';
export { SampleError } from './sample/sample-error.ts';
export { readSample } from './sample/sample.ts';
export type { Sample, SampleKind } from './sample/sample.ts';
export type { Lane, TimelineEntry } from './stage/timeline.ts';
export { DEFAULT_CREDENTIALS, DEFAULT_MARKETS } from './subject/conformance-subject.ts';
export type { BaselineEntry, ConformanceSubject, SubjectCredentials, SubjectMarket, SubjectPlace } from './subject/conformance-subject.ts';
export type { Need } from './subject/need.ts';
export { SubjectError } from './subject/subject-error.ts';
