import { Buffer } from 'node:buffer';
import { isSecretName } from '../log/scrub-text.ts';
import type { Secret } from '../runtime/secret.ts';
import { withScrubbedText } from './binary-scrubbing.ts';
import { Credentials } from './credentials.ts';
import { blankOf, Pseudonyms } from './placeholders.ts';
import { AllowedNames, type RecordingAllowList } from './recording-allow-list.ts';
import type { FrameDirection, RecordedAccess } from './recording-format.ts';
import { TextScrubber, type ScrubPass } from './text-scrubber.ts';

/** What a scrubber is made of. */
export interface ScrubberOptions {
  /** The secrets that the program has: keys, passphrases, signing keys. */
  readonly secrets: readonly Secret[];
  readonly allowed?: RecordingAllowList;
  /** Random, of at least 128 bits; never written down. */
  readonly salt: string;
}

/** A request, or the asking for a socket, as it is sent. */
export interface SentRequest {
  readonly method: string;
  /** Absolute, with the query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as it may be written down. */
export interface ScrubbedRequest extends SentRequest {
  readonly access: RecordedAccess;
}

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** Segments of a path that look like a key. */
const KEY_SEGMENT = /^[\w-]{32,}$/;
/** A number, or a time with its date. */
const CHANGING_VALUE = /^[\d.]+$|^\d{4}-\d{2}-\d{2}T/;
/** Segments of a private path that look like the id of somebody's order or account. */
const ID_SEGMENT = /\d.*\d.*\d|@/;

/**
 * Takes out of traffic what must not be written down. Traffic on which a credential is seen, or that could have been caused by one, is
 * private: of it only what is allowed keeps its value. Of public traffic everything but credentials does.
 */
export class Scrubber {
  readonly #credentials: Credentials;
  readonly #allowed: AllowedNames;
  readonly #pseudonyms: Pseudonyms;
  readonly #texts: TextScrubber;

  constructor(options: ScrubberOptions) {
    this.#credentials = new Credentials(options.secrets);
    this.#allowed = new AllowedNames(options.allowed ?? {});
    this.#pseudonyms = new Pseudonyms(options.salt);
    this.#texts = new TextScrubber({ credentials: this.#credentials, allowed: this.#allowed, pseudonyms: this.#pseudonyms });
  }

  /** A request is public when it only reads and everything in it is ordinary. */
  request(sent: SentRequest): ScrubbedRequest {
    const isPlain = Object.keys(sent.headers).every((name) => this.#allowed.isOrdinaryHeader(name));
    const pass: ScrubPass = { isStrict: false, isOurs: true, hasCredential: false };
    const shown = this.#request(sent, pass, isPlain);
    const isPublic =
      READING_METHODS.has(sent.method) &&
      sent.body === '' &&
      !pass.hasCredential &&
      isPlain &&
      !this.#allowed.isPrivatePath(new URL(sent.url).pathname);
    if (isPublic) return { ...shown, access: 'public' };
    return { ...this.#request(sent, { isStrict: true, isOurs: true, hasCredential: true }, isPlain), access: 'private' };
  }

  /** What came back on a request or a socket of this access. */
  reply(
    access: RecordedAccess,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): { headers: Record<string, string>; body: string } {
    const pass: ScrubPass = { isStrict: access === 'private', isOurs: false, hasCredential: false };
    const shown = Object.entries(headers).map(([name, value]) => [name, this.#header(name, value)] as const);
    return { headers: Object.fromEntries(shown), body: this.#sealed(this.#texts.scrubText(body, pass)) };
  }

  /** A text frame. `access` becomes `private` when a frame of ours shows a credential. */
  frame(access: RecordedAccess, direction: FrameDirection, text: string): { access: RecordedAccess; text: string } {
    const isOurs = direction === 'to-venue';
    const pass: ScrubPass = { isStrict: access === 'private', isOurs, hasCredential: false };
    const shown = this.#texts.scrubText(text, pass);
    if (access === 'private' || !isOurs || !pass.hasCredential) return { access, text: this.#sealed(shown) };
    return this.frame('private', direction, text);
  }

  /** A binary frame: text in it, packed or not, is scrubbed. Other bytes are kept when they are public, else made zero. */
  binaryFrame(access: RecordedAccess, direction: FrameDirection, bytes: Uint8Array): { access: RecordedAccess; base64: string } {
    let found = access;
    const scrubbed = withScrubbedText(bytes, (text) => {
      const shown = this.frame(access, direction, text);
      found = shown.access;
      return shown.text;
    });
    if (scrubbed !== undefined) return { access: found, base64: scrubbed.toString('base64') };
    const isKept = access === 'public' && !this.#credentials.isIn(Buffer.from(bytes).toString('latin1'));
    return { access, base64: (isKept ? Buffer.from(bytes) : Buffer.alloc(bytes.byteLength)).toString('base64') };
  }

  /** Free text of a venue, such as the reason of a close. */
  freeText(text: string): string {
    return this.#sealed(this.#credentials.replaceIn(text));
  }

  #request(sent: SentRequest, pass: ScrubPass, isPlain: boolean): SentRequest {
    const headers: [string, string][] = Object.entries(sent.headers).map(([name, value]) => {
      if (!this.#allowed.isOrdinaryHeader(name)) this.#learnHeader(name, value);
      return [name, this.#header(name, value)];
    });
    const url = this.#url(sent.url, pass, isPlain);
    return { method: sent.method, url, headers: Object.fromEntries(headers), body: this.#sealed(this.#texts.scrubText(sent.body, pass)) };
  }

  /** A header that is not ordinary may hold a key under any name; times and counters are another in each request. */
  #learnHeader(name: string, value: string): void {
    if (isSecretName(name) || !CHANGING_VALUE.test(value)) this.#credentials.learn(name, value.replace(/^(?:bearer|basic)\s+/i, ''));
  }

  #header(name: string, value: string): string {
    if (isSecretName(name) || !this.#allowed.keepsHeader(name, value)) return blankOf(value);
    return this.#sealed(this.#credentials.replaceIn(value));
  }

  #url(text: string, pass: ScrubPass, isPlain: boolean): string {
    const url = new URL(text);
    const query = this.#sealed(this.#texts.scrubParameters(url.search.slice(1), pass));
    // Where something else is the credential, a long segment is the id of an order.
    const mayHoldKey = isPlain && !pass.hasCredential;
    if (url.username !== '' || url.password !== '') pass.hasCredential = true;
    const path = url.pathname
      .split('/')
      .map((segment) => this.#segment(segment, pass, mayHoldKey))
      .join('/');
    return `${url.protocol}//${url.host}${path}${query === '' ? '' : `?${query}`}`;
  }

  #segment(segment: string, pass: ScrubPass, mayHoldKey: boolean): string {
    const shown = this.#sealed(this.#credentials.replaceIn(segment));
    if (shown !== segment) {
      pass.hasCredential = true;
      return shown;
    }
    if (mayHoldKey && KEY_SEGMENT.test(segment)) {
      pass.hasCredential = true;
      this.#credentials.learn('path', segment);
      return blankOf(segment);
    }
    return pass.isStrict && (ID_SEGMENT.test(segment) || KEY_SEGMENT.test(segment)) ? this.#pseudonyms.ofText(segment) : segment;
  }

  /** The last look: a secret that came together from pieces blanks the whole. */
  #sealed(text: string): string {
    return this.#credentials.isIn(text) ? blankOf(text) : text;
  }
}
