import type { ExchangeConnector } from '@venuekit/core';
import type { Decimal } from '@venuekit/core/connector';
import type { ProofRow } from './proof.ts';

const FRAME_MS = 200;
/** Rows that a board leaves free, whatever the terminal's height. */
const ROWS_KEPT_FREE = 2;

/** Where the demo shows itself: lines, and on a terminal a live board below them. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #isLive: boolean;
  readonly #startedMs = performance.now();
  #connector: ExchangeConnector | undefined;
  #drawnLines = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#isLive = out.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Says that something happened. */
  say(text: string): void {
    this.#out.write(`${this.#erasure()}${this.#elapsed()}  ${text}\n`);
    this.#draw();
  }

  /** Begins to redraw the board: the top of the books, what is open, what is owned. */
  follow(connector: ExchangeConnector): void {
    if (!this.#isLive) return;
    this.#connector = connector;
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#draw();
  }

  /** Leaves the board as it last was and writes below it from now on. */
  unfollow(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#draw();
    this.#timer = undefined;
    this.#connector = undefined;
    this.#drawnLines = 0;
  }

  /** One line per book, for where nothing is redrawn. */
  showTops(connector: ExchangeConnector): void {
    if (this.#isLive) return;
    for (const line of topLines(connector)) this.say(line);
  }

  table(rows: readonly ProofRow[]): void {
    const width = Math.max(...rows.map(({ name }) => name.length));
    const rule = '─'.repeat(width + 40);
    this.#out.write(`${rule}\n`);
    for (const { name, holds, detail } of rows) this.#out.write(` ${holds ? '✔' : '✘'} ${name.padEnd(width)}   ${detail}\n`);
    this.#out.write(`${rule}\n`);
  }

  #elapsed(): string {
    return `${((performance.now() - this.#startedMs) / 1_000).toFixed(2).padStart(6)} s`;
  }

  /** Moves to where the board begins and takes it away. */
  #erasure(): string {
    if (this.#drawnLines === 0) return '';
    const erasure = `\r\u001B[${this.#drawnLines}A\u001B[J`;
    this.#drawnLines = 0;
    return erasure;
  }

  #draw(): void {
    const connector = this.#connector;
    if (connector === undefined) return;
    const { columns, rows } = this.#out;
    const title = `── ${connector.name} · ${connector.ready ? 'ready' : 'not ready'} · ${this.#elapsed().trim()} `;
    const lines = [title.padEnd(columns - 1, '─'), ...topLines(connector), ...orderLines(connector), balanceLine(connector)]
      .slice(0, Math.max(1, rows - ROWS_KEPT_FREE))
      .map((line) => line.slice(0, columns - 1));
    // One write, and each line cleared only behind its new text, so that nothing flickers; `\r` because Ctrl-C echoes.
    const up = this.#drawnLines === 0 ? '' : `\r\u001B[${this.#drawnLines}A`;
    this.#out.write(`${up}${lines.map((line) => `${line}\u001B[K\n`).join('')}\u001B[J`);
    this.#drawnLines = lines.length;
  }
}

function topLines(connector: ExchangeConnector): string[] {
  return connector.tradingPairs.map((pair) => {
    const book = connector.orderBooks.get(pair);
    if (book === undefined) return `${pair.padEnd(12)} …`;
    const bid = `${book.bestBidQuantity ?? '–'} @ ${book.bestBid ?? '–'}`.padStart(20);
    const ask = `${book.bestAsk ?? '–'} @ ${book.bestAskQuantity ?? '–'}`.padEnd(20);
    return `${pair.padEnd(10)}${bid} │ ${ask}${book.state}, update ${book.updateId}`;
  });
}

function orderLines(connector: ExchangeConnector): string[] {
  const orders = [...connector.inFlightOrders.values()];
  if (orders.length === 0) return ['no open order'];
  return orders.map(
    (order) =>
      `${order.side} ${order.amount.toFixed()} ${order.tradingPair} at ${order.price?.toFixed() ?? 'market'}: ${order.state}, ${order.executedBase.toFixed()} filled`,
  );
}

function balanceLine(connector: ExchangeConnector): string {
  return [...connector.getAllBalances()]
    .map(([asset, { total, available }]) => `${asset} ${readable(total)}${available.eq(total) ? '' : ` (${readable(available)} free)`}`)
    .join(' · ');
}

/** An amount as it is read, not as it is kept. */
function readable(amount: Decimal): string {
  return amount.toDecimalPlaces(amount.gte(1_000) ? 2 : 5).toFixed();
}
