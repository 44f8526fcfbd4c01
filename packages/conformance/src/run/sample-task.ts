import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { asError } from '@venuekit/core/connector';
import { runSample } from '../sample/run-sample.ts';
import { SampleError } from '../sample/sample-error.ts';
import { readSample, type Sample } from '../sample/sample.ts';
import { secretValues } from '../stage/secret-values.ts';
import { venuePlace } from '../stage/venue-place.ts';
import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../subject/conformance-subject.ts';
import { shownText } from './shown-text.ts';
import type { SampleReport } from './suite-report.ts';

/** What came of a sample. */
export type SampleOutcome = Pick<SampleReport, 'kind' | 'source' | 'problems'>;

/** Lets the connector read a sample file. Never rejects: what is wrong with the file, and what `define` throws, are its problems. */
export async function readSampleFile(subject: ConformanceSubject, path: string): Promise<SampleOutcome> {
  const credentials = subject.credentials ?? DEFAULT_CREDENTIALS;
  const secrets = secretValues(credentials, { requests: [], sockets: [] });
  const shown = (problems: readonly string[]): readonly string[] => problems.map((problem) => shownText(problem, secrets));
  const file = basename(path);
  let sample: Sample;
  try {
    sample = readSample(readFileSync(path, 'utf8'), file);
  } catch (error) {
    const told = error instanceof SampleError ? '' : 'it cannot be read: ';
    return { kind: '', source: '', problems: shown([`${told}${asError(error, file).message}`]) };
  }
  const { kind, source } = sample;
  try {
    const origins = Object.fromEntries(subject.dialect().services.map((service) => [service, `https://${service}.sample.test`]));
    const definition = subject.define(venuePlace(origins, { credentials, tradingPairs: [...sample.symbols.keys()] }));
    return { kind, source, problems: shown(await runSample(sample, definition)) };
  } catch (error) {
    return { kind, source, problems: shown([`the connector cannot be made: ${asError(error, file).message}`]) };
  }
}
