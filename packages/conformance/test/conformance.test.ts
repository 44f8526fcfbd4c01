import { conformance } from '../src/vitest.ts';
import { tinySubject } from './reference/tiny-subject.ts';

export default await conformance(import.meta.url, {
  ...tinySubject,
  packageRoot: new URL('reference/', import.meta.url),
  tier: 3,
  killsAllMutants: true,
});
