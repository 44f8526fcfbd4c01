import { plainDialect } from '@venuekit/venue';
import { withMembers } from '../../src/mutant/seams.ts';
import type { ConformanceSubject } from '../../src/subject/conformance-subject.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

/** Reads samples and recordings as it should. */
export const thoroughReader: ConformanceSubject = tinySubject;

/** `placeCancel` never returns. */
export const busyReader: ConformanceSubject = {
  name: 'busy',
  dialect: plainDialect,
  define: (place) =>
    withMembers(tinySubject.define(place), {
      placeCancel: () => {
        for (;;);
      },
    }),
};

/** Cannot be made. */
export const unmadeReader: ConformanceSubject = {
  ...tinySubject,
  define: () => {
    throw new Error('there are no keys');
  },
};

/** Names the folder of its package. */
export const rootedReader: ConformanceSubject = { ...tinySubject, packageRoot: new URL('.', import.meta.url) };
