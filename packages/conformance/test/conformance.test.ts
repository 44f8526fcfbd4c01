import { conformance } from '../src/vitest.ts';
import { tinySubject } from './reference/tiny-subject.ts';

export default await conformance(import.meta.url, { ...tinySubject, tier: 3, killsAllMutants: true });
