import { isNumberText } from './number-format.ts';

const WORD = /^[A-Za-z]+(?:[_-][A-Za-z]+)*$/;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** What texts of one place have in common; empty ones say nothing. */
export class TextFormat {
  #count = 0;
  #numbers = 0;
  #times = 0;
  #words = 0;
  #lowerCaseWords = 0;
  #upperCaseWords = 0;

  add(text: string): void {
    if (text === '') return;
    this.#count += 1;
    if (isNumberText(text)) this.#numbers += 1;
    if (ISO_TIME.test(text)) this.#times += 1;
    if (!WORD.test(text)) return;
    this.#words += 1;
    if (text === text.toLowerCase()) this.#lowerCaseWords += 1;
    if (text === text.toUpperCase()) this.#upperCaseWords += 1;
  }

  /** Why `ours` are no texts of this format; undefined when they may be. */
  differenceTo(ours: TextFormat): string | undefined {
    if (this.#count === 0 || ours.#count === 0) return undefined;
    if (this.#numbers === this.#count && ours.#numbers < ours.#count) return 'is not always a number, in the recording always';
    if (this.#times === this.#count && ours.#times < ours.#count) return 'is not always a time with date, in the recording always';
    if (this.#words < this.#count) return undefined;
    if (ours.#numbers === ours.#count) return 'is a number, in the recording a word';
    const isUpper = this.#upperCaseWords === this.#count;
    const isLower = this.#lowerCaseWords === this.#count;
    if (isUpper && !isLower && ours.#lowerCaseWords > 0) return 'is written in small letters, in the recording in capitals';
    return isLower && !isUpper && ours.#upperCaseWords > 0 ? 'is written in capitals, in the recording in small letters' : undefined;
  }
}
