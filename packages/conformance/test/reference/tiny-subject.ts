import { plainDialect } from '@venuekit/venue';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { tinyConnector } from './tiny-connector.ts';

/** The tiny reference connector on the venue's own wire format. */
export const tinySubject: ConformanceSubject = { name: 'tiny', dialect: plainDialect, define: tinyConnector };
