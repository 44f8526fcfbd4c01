import type { Answers } from '../answers/answers.ts';
import { AUTH_VECTORS } from './auth-vectors.ts';
import { plainShapeOf } from './plain-shape.ts';
import { PACKAGE_VERSIONS } from './package-versions.ts';

/** What of a package is no answer. */
export interface RenderPlace {
  /** Whether it stands among the packages of the VenueKit repository, whose settings it then shares. */
  readonly isInRepository: boolean;
  /** Whether the members are written, for the venue's plain wire. */
  readonly isExample: boolean;
}

/** What templates are given: the answers, names made of them, and where. */
export type View = Readonly<Record<string, unknown>>;

const CONTINUITY: Readonly<Record<Answers['book'], string>> = {
  range: 'rangeContinuity',
  previous: 'previousContinuity',
  sequence: 'sequenceContinuity',
  checksum: 'unnumberedContinuity',
  full: 'unnumberedContinuity',
};

const SAMPLE_IDS: Readonly<Record<Answers['clientOrderIds'], string>> = {
  text: 'test1',
  none: 'test1',
  numeric: '1000001',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

function spelled(symbols: Answers['symbols'], base: string, quote: string): string {
  const separator = /[^A-Za-z]/.exec(symbols)?.[0] ?? '';
  const symbol = `${base}${separator}${quote}`;
  return symbols.startsWith('b') ? symbol.toLowerCase() : symbol;
}

/** @throws RangeError for answers without a domain, which no checked ones are. */
export function viewOf(answers: Answers, place: RenderPlace): View {
  const [domain] = answers.domains;
  if (domain === undefined) throw new RangeError('there is no domain');
  const Venue = answers.venueId.replace(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  const prefix = answers.clientOrderIdCharacters === 'letters-digits' ? 'vk' : 'vk-';
  const isByRequest = answers.book === 'range' || answers.book === 'previous';
  const isCode = answers.success === 'code';
  return {
    ...answers,
    ...place,
    Venue,
    venue: Venue.slice(0, 1).toLowerCase() + Venue.slice(1),
    VENUE: answers.venueId.toUpperCase().replaceAll('-', '_'),
    description: `The ${answers.displayName} connector for VenueKit`,
    licencePartial: `licence/${answers.licence}`,
    defaultDomain: domain.name,
    defaultRestPath: `${domain.rest}/path`,
    hasTextIds: answers.clientOrderIds === 'text',
    clientOrderIdPrefix: prefix,
    sampleClientOrderId: `${answers.clientOrderIds === 'text' ? prefix : ''}${SAMPLE_IDS[answers.clientOrderIds]}`,
    isByRequest,
    continuity: CONTINUITY[answers.book],
    needsNotImplementedInBook: !place.isExample,
    unwrapsInUserStream: isCode && (answers.privateStream === 'token' || answers.privateStream === 'listen-key'),
    shape: place.isExample ? {} : plainShapeOf(answers),
    symbolSamples: [
      ['BTC', 'USDT'],
      ['ETH', 'USDT'],
      ['ETH', 'BTC'],
    ].map(([base = '', quote = '']) => ({ base, quote, symbol: spelled(answers.symbols, base, quote) })),
    vectors: AUTH_VECTORS,
    versions: PACKAGE_VERSIONS,
  };
}
