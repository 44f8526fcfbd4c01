import type { Answers, Signing } from '../answers/answers.ts';

/** What a choice is called in the shape of the plain wire; undefined where it is the usual one. */
type Shape = Readonly<Record<string, string | number>>;

const SIGNING: Readonly<Record<Signing, string | undefined>> = {
  'hmac-query': 'query',
  'hmac-header': undefined,
  'hmac-header-passphrase': 'passphrase',
  'nonce-hmac-sha512': 'nonce',
  ed25519: 'ed25519',
  rsa: 'ed25519',
  'jwt-es256': 'jwt',
};
const LOGIN: Readonly<Record<Answers['privateStream'], string | undefined>> = {
  'login-frame': undefined,
  'signed-subscribe': 'subscribe',
  token: 'token',
  'listen-key': 'listen-key',
  none: 'none',
};
const SYMBOLS: Readonly<Record<Answers['symbols'], string | undefined>> = {
  btc_usdt: undefined,
  BTCUSDT: 'joined',
  'BTC-USDT': 'hyphen',
  'BTC/USDT': 'slash',
};

/** The shape of the venue's plain wire that is nearest to the answers. */
export function plainShapeOf(answers: Answers): Shape {
  const { clientOrderIds, body, success, book, heartbeat, cancels, balances } = answers;
  const choices: readonly (readonly [string, string | number | undefined])[] = [
    ['signing', SIGNING[answers.signing]],
    ['body', body === 'json' ? undefined : body],
    ['success', success === 'status' ? undefined : success],
    ['login', LOGIN[answers.privateStream]],
    ['heartbeat', heartbeat === 'text' || heartbeat === 'json' ? heartbeat : undefined],
    ['book', book === 'range' ? undefined : book],
    ['clientIds', clientOrderIds === 'text' ? undefined : clientOrderIds],
    ['clientIdMaxLength', clientOrderIds === 'text' ? answers.clientOrderIdLength : undefined],
    ['cancels', cancels === 'synchronous' ? undefined : cancels],
    ['balances', balances === 'estimate' ? 'rest' : undefined],
    ['symbols', SYMBOLS[answers.symbols]],
  ];
  return Object.fromEntries(choices.flatMap(([name, choice]) => (choice === undefined ? [] : [[name, choice]])));
}
