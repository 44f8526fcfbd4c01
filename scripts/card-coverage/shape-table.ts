import type { Card, CardId, Mutant } from '@venuekit/conformance';
import type { DialectTrait } from '@venuekit/venue';

/** What is unusual about a venue, and the cards for all venues that hold it too. */
export interface TraitProof {
  readonly about: string;
  /** Cards that no trait is needed for, and that fail where it is mishandled. */
  readonly also: readonly CardId[];
}

const SIGNED: readonly CardId[] = ['AUTH-01', 'AUTH-02', 'AUTH-03'];
const LOGGED_IN: readonly CardId[] = ['AUTH-04', 'STREAM-01', 'STREAM-09'];
const GAPS: readonly CardId[] = ['BOOK-08', 'BOOK-10'];
const WITHIN_LIMITS: readonly CardId[] = ['RATE-01', 'RATE-02', 'RATE-03', 'RATE-06'];
const EXACT: readonly CardId[] = ['NUMBER-07', 'NUMBER-10', 'NUMBER-11', 'BOOK-01', 'FILL-02'];

/** Each trait of a dialect. */
export const TRAIT_PROOFS: Readonly<Record<DialectTrait, TraitProof>> = {
  'sign-query': { about: 'the signature ends the query', also: SIGNED },
  'sign-passphrase': { about: 'a third word besides key and signature', also: SIGNED },
  'sign-nonce': { about: 'a number that must grow, in place of the time', also: ['AUTH-01'] },
  'sign-asymmetric': { about: 'a private key signs', also: SIGNED },
  'sign-jwt': { about: 'a web token for each request', also: SIGNED },
  'form-body': { about: 'bodies are forms', also: ['AUTH-01', 'ORDER-01', 'NUMBER-08'] },
  'success-in-body': {
    about: 'status 200, and a code in the body',
    also: ['ORDER-17', 'ORDER-18', 'ORDER-21', 'CANCEL-14', 'TIME-05', 'RATE-06'],
  },
  'login-by-url': { about: 'the address of the socket says whose it is', also: LOGGED_IN },
  'login-per-subscribe': { about: 'each subscription is signed', also: [...LOGGED_IN, 'STREAM-07', 'STREAM-08'] },
  'login-by-token': { about: 'a token from REST, for each subscription', also: LOGGED_IN },
  'login-by-listen-key': { about: 'a key from REST that is kept alive, in the address of the socket', also: LOGGED_IN },
  'no-private-stream': {
    about: 'no stream tells of the account, which is polled',
    also: ['STATUS-01', 'STATUS-02', 'CANCEL-09', 'CANCEL-10', 'FOREIGN-05', 'BALANCE-01'],
  },
  'text-heartbeat': { about: 'our ping is a text', also: ['STREAM-02', 'STREAM-03', 'STREAM-04'] },
  'json-heartbeat': { about: 'the venue’s ping is a message', also: ['STREAM-02', 'STREAM-03', 'STREAM-04'] },
  'channel-heartbeat': { about: 'a topic of heartbeats must be followed', also: ['STREAM-02', 'STREAM-03', 'STREAM-04'] },
  'ack-by-echo': { about: 'a confirmation repeats the topics', also: ['BOOK-35', 'STREAM-08', 'BOOK-33'] },
  'ack-by-full-list': { about: 'a confirmation lists all topics', also: ['BOOK-35', 'STREAM-08', 'BOOK-33'] },
  'ack-by-data': { about: 'the first data is the confirmation', also: ['BOOK-22', 'BOOK-33'] },
  gzip: { about: 'frames are packed', also: ['STREAM-18', 'STREAM-19', 'STREAM-20', 'STREAM-21', 'BOOK-13'] },
  'book-previous-pointer': {
    about: 'each change names the one before',
    also: [...GAPS, 'BOOK-09', 'BOOK-12', 'BOOK-14', 'BOOK-15', 'BOOK-31'],
  },
  'book-socket-snapshot': { about: 'a topic begins with the book', also: [...GAPS, 'BOOK-13', 'BOOK-22'] },
  'book-checksum': { about: 'a checksum of the book, and no numbers', also: [...GAPS, 'BOOK-13'] },
  'book-connection-counter': { about: 'all messages of a connection are numbered', also: ['BOOK-10', 'BOOK-13'] },
  'book-full-push': { about: 'each message is the whole book', also: ['BOOK-02', 'BOOK-03', 'BOOK-11', 'BOOK-13'] },
  'book-depth-truncated': { about: 'only the best levels are told', also: ['BOOK-02', 'BOOK-03'] },
  'no-client-ids': { about: 'the venue takes no ids of ours', also: ['ORDER-34', 'STATUS-15', 'CANCEL-24', 'AMBIGUOUS-01'] },
  'numeric-client-ids': { about: 'our ids are numbers', also: ['ORDER-32', 'RESTART-11'] },
  'uuid-client-ids': { about: 'our ids are UUIDs', also: ['ORDER-32', 'RESTART-11'] },
  'short-client-ids': { about: 'our ids are short', also: ['ORDER-32', 'RESTART-11'] },
  'asynchronous-cancel': { about: 'a cancel is taken, and carried out later', also: ['CANCEL-01', 'CANCEL-09', 'CANCEL-14'] },
  'cumulative-fills': { about: 'how much is executed, and no executions', also: ['FILL-01', 'FILL-02', 'FILL-04'] },
  'polled-balances': { about: 'balances by REST alone', also: ['BALANCE-01', 'BALANCE-05', 'BALANCE-12', 'BALANCE-14'] },
  'amounts-in-quote': { about: 'orders are asked for by their value', also: ['NUMBER-07', 'NUMBER-10', 'FILL-02'] },
  'amounts-in-contracts': { about: 'amounts are numbers of contracts', also: EXACT },
  'rolling-limits': { about: 'limits of sliding windows', also: WITHIN_LIMITS },
  'decaying-limits': { about: 'counters that fall as time goes by', also: WITHIN_LIMITS },
  'limits-in-headers': { about: 'what is left of a limit stands in each reply', also: [...WITHIN_LIMITS, 'RATE-13'] },
  'several-symbol-spellings': { about: 'other names on sockets than in REST', also: ['RULES-08', 'BOOK-04', 'BALANCE-02', 'TRADE-04'] },
  batches: {
    about: 'several orders in one request',
    also: [
      'ORDER-37',
      'ORDER-38',
      'ORDER-39',
      'ORDER-40',
      'CANCEL-17',
      'CANCEL-18',
      'CANCEL-19',
      'AMBIGUOUS-07',
      'AMBIGUOUS-10',
      'RATE-05',
    ],
  },
  'no-closing-notice': {
    about: 'a socket is closed without a word before',
    also: ['RECOVERY-01', 'RECOVERY-02', 'STREAM-15', 'STREAM-16'],
  },
  'no-termination-notice': { about: 'a private subscription ends without a word', also: ['STREAM-05'] },
};

/** Cards that only a venue of this trait can have. */
function cardsOf(trait: string, cards: readonly Card[]): readonly Card[] {
  return cards.filter(({ needs = [] }) => needs.some((need) => need === `trait:${trait}`));
}

/** Defects that only a connector of such a venue can have. */
function mutantsOf(trait: string, cards: readonly Card[], mutants: readonly Mutant[]): readonly Mutant[] {
  const own = new Set(cardsOf(trait, cards).map(({ id }) => id));
  return mutants.filter(
    ({ needs = [], killers }) => needs.some((need) => need === `trait:${trait}`) || killers.every((killer) => own.has(killer)),
  );
}

/** `docs/conformance/shapes.md`, before formatting. */
export function shapesDocument(cards: readonly Card[], mutants: readonly Mutant[]): string {
  const rows = Object.entries(TRAIT_PROOFS).map(([trait, { about, also }]) => {
    const own = cardsOf(trait, cards).map(({ id }) => id);
    const defects = mutantsOf(trait, cards, mutants).map(({ id, killers }) => `${id} (${killers.join(', ')})`);
    return `| ${trait} | ${about} | ${own.join(', ')} | ${also.join(', ')} | ${defects.join(', ')} |`;
  });
  return [
    '# Which cards hold a venue of which shape',
    '',
    'Generated by `node scripts/card-coverage.ts` from the cards and mutants themselves; `npm test` fails when it is out of date.',
    '',
    'A dialect names in `Dialect.traits` what is unusual about its venue. Some cards are for such venues alone. The others hold for all venues, and',
    'are run on eleven shaped connectors in `packages/conformance/test/suite`, among which each trait occurs: those that fail where a trait is mishandled',
    'are named here. A defect that only such a connector can have is found by the cards behind it.',
    '',
    '| trait | the venue | cards of it alone | cards for all venues that hold it | defects of it, and the cards that find them |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
