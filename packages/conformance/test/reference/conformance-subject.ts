export { tinySubject as default } from './tiny-subject.ts';
