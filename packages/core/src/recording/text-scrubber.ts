import { isSecretName } from '../log/scrub-text.ts';
import type { Credentials } from './credentials.ts';
import { readJsonNodes, withReplacements, type JsonMember, type JsonNode, type Replacement } from './json-nodes.ts';
import { blankNumberOf, blankOf, type Pseudonyms } from './placeholders.ts';
import type { AllowedNames } from './recording-allow-list.ts';

/** How one piece of traffic is scrubbed, and what was found in it. */
export interface ScrubPass {
  /** Whether only what is allowed keeps its value. */
  readonly isStrict: boolean;
  /** Whether we sent it: what stands there under a secret name is a credential, not a market that happens to be called so. */
  readonly isOurs: boolean;
  /** Set when a credential was found. */
  hasCredential: boolean;
}

/** A name of a field, and not an id, a person or a market that a venue uses as one. */
const FIELD_NAME = /^(?=.{1,40}$)[A-Za-z_$][A-Za-z_.-]*\d{0,2}[A-Za-z_]*$/;
const PARAMETERS = /^[\w.%*[\]-]+=[^&\s]*(?:&[\w.%*[\]-]+=[^&\s]*)*$/;
const HEARTBEAT = /^(?:ping|pong)$/i;
const MAXIMUM_NESTING = 3;

/** Scrubs bodies, frames and parameters: JSON, also in JSON strings, `name=value&…`, and other text. */
export class TextScrubber {
  readonly #credentials: Credentials;
  readonly #allowed: AllowedNames;
  readonly #pseudonyms: Pseudonyms;

  constructor(parts: { readonly credentials: Credentials; readonly allowed: AllowedNames; readonly pseudonyms: Pseudonyms }) {
    this.#credentials = parts.credentials;
    this.#allowed = parts.allowed;
    this.#pseudonyms = parts.pseudonyms;
  }

  /** A body or a frame. */
  scrubText(text: string, pass: ScrubPass): string {
    if (text === '') return text;
    const root = readJsonNodes(text);
    if (root !== undefined) return this.#withoutNodes(text, root, pass, 0);
    if (PARAMETERS.test(text)) return this.scrubParameters(text, pass);
    return pass.isStrict && !HEARTBEAT.test(text) ? this.#standIn(text, pass) : this.#withoutCredentials(text, pass);
  }

  /** `name=value&…`, as in a query or a form. */
  scrubParameters(text: string, pass: ScrubPass): string {
    if (text === '') return text;
    return text
      .split('&')
      .map((pair) => {
        const index = pair.indexOf('=');
        const name = decodedPart(index === -1 ? pair : pair.slice(0, index));
        const shownName = index === -1 ? this.#parameterValue('', pair, pass) : this.#withoutCredentials(pair.slice(0, index), pass);
        return index === -1 ? shownName : `${shownName}=${this.#parameterValue(name, pair.slice(index + 1), pass)}`;
      })
      .join('&');
  }

  #parameterValue(name: string, written: string, pass: ScrubPass): string {
    const value = decodedPart(written.replaceAll('+', ' '));
    const root = /^[[{]/.test(value) ? readJsonNodes(value) : undefined;
    const scrubbed =
      root === undefined || isSecretName(name) ? this.#text(name, value, pass, 0) : this.#withoutNodes(value, root, pass, 1, name);
    return scrubbed === value ? written : encodeURIComponent(scrubbed);
  }

  #withoutNodes(text: string, root: JsonNode, pass: ScrubPass, nesting: number, name = ''): string {
    const replacements: Replacement[] = [];
    this.#visit(root, name, pass, nesting, replacements);
    return replacements.length === 0 ? text : withReplacements(text, replacements);
  }

  #visit(node: JsonNode, name: string, pass: ScrubPass, nesting: number, replacements: Replacement[]): void {
    switch (node.kind) {
      case 'object':
        for (const member of node.members) {
          this.#visitName(member, pass, replacements);
          this.#visit(member.value, member.name, pass, nesting, replacements);
        }
        return;
      case 'array':
        for (const item of node.items) this.#visit(item, name, pass, nesting, replacements);
        return;
      case 'string': {
        const scrubbed = this.#text(name, node.text, pass, nesting);
        if (scrubbed !== node.text) replacements.push({ start: node.start, end: node.end, text: JSON.stringify(scrubbed) });
        return;
      }
      case 'number': {
        const scrubbed = this.#number(name, node.lexeme, pass);
        if (scrubbed !== node.lexeme) replacements.push({ start: node.start, end: node.end, text: scrubbed });
        return;
      }
      default:
      // `true`, `false` and `null` tell nobody who it is.
    }
  }

  #visitName({ name, nameSpan }: JsonMember, pass: ScrubPass, replacements: Replacement[]): void {
    const isShown = !pass.isStrict || FIELD_NAME.test(name) || this.#allowed.lists(name);
    const scrubbed = isShown ? this.#withoutCredentials(name, pass) : this.#standIn(name, pass);
    if (scrubbed !== name) replacements.push({ ...nameSpan, text: JSON.stringify(scrubbed) });
  }

  /** A string of JSON, or a decoded parameter. */
  #text(name: string, text: string, pass: ScrubPass, nesting: number): string {
    if (text === '') return text;
    if (this.#isCredentialName(name, pass)) {
      pass.hasCredential = true;
      if (pass.isStrict || pass.isOurs) this.#credentials.learn(name, text);
      return blankOf(text);
    }
    const nested = nesting < MAXIMUM_NESTING && /^\s*[[{]/.test(text) ? readJsonNodes(text) : undefined;
    if (nested !== undefined) return this.#withoutNodes(text, nested, pass, nesting + 1, name);
    if (pass.isStrict && !this.#allowed.keeps(name, text)) return this.#standIn(text, pass);
    return this.#withoutCredentials(text, pass);
  }

  #number(name: string, lexeme: string, pass: ScrubPass): string {
    if (this.#isCredentialName(name, pass) || this.#credentials.isIn(lexeme)) {
      pass.hasCredential = true;
      return blankNumberOf(lexeme);
    }
    return pass.isStrict && !this.#allowed.keeps(name, lexeme) ? this.#pseudonyms.ofNumber(lexeme) : lexeme;
  }

  /** In what everybody may see, an author may say that a name is not what it sounds like. */
  #isCredentialName(name: string, pass: ScrubPass): boolean {
    return isSecretName(name) && (pass.isStrict || pass.isOurs || !this.#allowed.lists(name));
  }

  #standIn(text: string, pass: ScrubPass): string {
    if (this.#credentials.isIn(text)) {
      pass.hasCredential = true;
      return blankOf(text);
    }
    return this.#pseudonyms.ofText(text);
  }

  #withoutCredentials(text: string, pass: ScrubPass): string {
    const scrubbed = this.#credentials.replaceIn(text);
    if (scrubbed !== text) pass.hasCredential = true;
    return scrubbed;
  }
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
