/**
 * What of private traffic may be recorded with its value, and what else is private. All else is recorded too, but with stand-ins of the
 * same form. Credentials are replaced wherever they stand, whatever is listed here.
 */
export interface RecordingAllowList {
  /** Header names, in lower case, beside the ordinary ones; a request header that is listed is no sign of a credential. */
  readonly headers?: readonly string[];
  /** Names of parameters of queries and forms. */
  readonly parameters?: readonly string[];
  /** Names of JSON members, as the venue writes them. */
  readonly members?: readonly string[];
  /** Beginnings of paths that are private although nothing in the request shows it, for instance because the venue knows the address. */
  readonly privatePaths?: readonly string[];
}

/** Request headers that say nothing of the sender, and those of a reply that a connector reads. */
const ORDINARY_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'host',
  'pragma',
  'retry-after',
  'transfer-encoding',
  'user-agent',
  'vary',
]);
const COUNTER_HEADER = /limit|used|weight|count|remain|reset/;

/** What market data, orders, fills and balances are made of, without separators and in lower case. */
const ORDINARY_NAMES: ReadonlySet<string> = new Set(
  `price stopprice triggerprice avgprice averageprice limitprice lastprice open high low close volume amount quantity qty size origqty
   executedqty lastqty cumqty filledqty origquoteorderqty quoteorderqty executedamount executedquote quoteamount filled remaining bids asks bid
   ask levels side takerside type ordertype timeinforce status state symbol symbols market markets pair instrument product asset currency coin
   base quote baseasset quoteasset free locked available total balance hold fee fees feeasset feecurrency commission commissionasset maker
   taker ismaker isbuyermaker time timestamp eventtime transacttime transactiontime updatetime createtime created updated servertime starttime endtime
   recvwindow limit depth kind event topic topics channel channels op method code error reason interval intervalnum count ratelimittype success ok
   result first last updateid lastupdateid firstupdateid seq sequence`.split(/\s+/),
);
/** An ordinary value is a number, a word or a name of a market: no free text, no address of a person. */
const ORDINARY_VALUE = /^[\w.:/@+-]{0,64}$/;
const ADDRESS = /@[\w-]+\.\w/;
const SEPARATORS = /[-_.]/g;

/** An allow-list made ready for questions. */
export class AllowedNames {
  readonly #headers: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;
  readonly #privatePaths: readonly string[];

  constructor(allowed: RecordingAllowList) {
    this.#headers = new Set((allowed.headers ?? []).map((name) => name.toLowerCase()));
    this.#names = new Set([...(allowed.parameters ?? []), ...(allowed.members ?? [])]);
    this.#privatePaths = allowed.privatePaths ?? [];
  }

  /** Whether a request header of this name is no sign of a credential. */
  isOrdinaryHeader(name: string): boolean {
    return ORDINARY_HEADERS.has(name) || this.#headers.has(name);
  }

  keepsHeader(name: string, value: string): boolean {
    return this.isOrdinaryHeader(name) || (COUNTER_HEADER.test(name) && /^\d{1,8}$/.test(value));
  }

  /** Whether a parameter or member of private traffic keeps its value. */
  keeps(name: string, value: string): boolean {
    return this.lists(name) || isOrdinary(name, value);
  }

  /** Whether the author has listed the name, and not only its kind is known. */
  lists(name: string): boolean {
    return this.#names.has(name);
  }

  isPrivatePath(path: string): boolean {
    return this.#privatePaths.some((beginning) => path.startsWith(beginning));
  }
}

function isOrdinary(name: string, value: string): boolean {
  return ORDINARY_NAMES.has(name.toLowerCase().replace(SEPARATORS, '')) && ORDINARY_VALUE.test(value) && !ADDRESS.test(value);
}
