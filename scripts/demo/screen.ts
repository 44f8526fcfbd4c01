import type { ExchangeConnector } from '@venuekit/core';
import type { ProofRow } from './proof.ts';

const LOG_LINES = 10;
const FRAME_MS = 200;

/** Where the demo shows itself: a live board on a terminal, plain lines elsewhere. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #isLive: boolean;
  readonly #startedMs = performance.now();
  readonly #lines: string[] = [];
  #drawnLines = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#isLive = out.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Says that something happened. */
  say(text: string): void {
    const line = `${this.#elapsed()}  ${text}`;
    this.#lines.push(line);
    if (!this.#isLive || this.#timer === undefined) this.#out.write(`${line}\n`);
  }

  /** Begins to redraw the board: the top of the books, what is open, what is owned. */
  follow(connector: ExchangeConnector): void {
    if (!this.#isLive) return;
    this.#lines.length = 0;
    this.#timer = setInterval(() => this.#draw(connector), FRAME_MS);
  }

  /** Draws a last time and lets the terminal scroll again. */
  unfollow(connector: ExchangeConnector | undefined): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (connector !== undefined) this.#draw(connector);
    this.#out.write('\n');
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

  #draw(connector: ExchangeConnector): void {
    const lines = [
      `VenueKit · ${connector.name} · ${connector.ready ? 'ready' : 'not ready'} · ${this.#elapsed().trim()}`,
      '',
      ...topLines(connector),
      '',
      ...orderLines(connector),
      balanceLine(connector),
      '',
      ...this.#lines.slice(-LOG_LINES),
    ];
    const columns = this.#out.columns;
    const up = this.#drawnLines === 0 ? '' : `\u001B[${this.#drawnLines}A`;
    this.#out.write(`${up}${lines.map((line) => `\u001B[2K${line.slice(0, columns - 1)}`).join('\n')}\n\u001B[J`);
    this.#drawnLines = lines.length;
  }
}

function topLines(connector: ExchangeConnector): string[] {
  return connector.tradingPairs.map((pair) => {
    const book = connector.orderBooks.get(pair);
    if (book === undefined) return `${pair.padEnd(12)} …`;
    const bid = `${book.bestBidQuantity ?? '–'} @ ${book.bestBid ?? '–'}`.padStart(24);
    const ask = `${book.bestAsk ?? '–'} @ ${book.bestAskQuantity ?? '–'}`.padEnd(24);
    return `${pair.padEnd(12)}${bid}  │  ${ask} ${book.state} #${book.updateId}`;
  });
}

function orderLines(connector: ExchangeConnector): string[] {
  const orders = [...connector.inFlightOrders.values()];
  if (orders.length === 0) return ['no order open'];
  return orders.map(
    (order) =>
      `${order.side} ${order.amount.toFixed()} ${order.tradingPair} at ${order.price?.toFixed() ?? 'market'}: ${order.state}, ${order.executedBase.toFixed()} filled`,
  );
}

function balanceLine(connector: ExchangeConnector): string {
  return [...connector.getAllBalances()]
    .map(
      ([asset, { total, available }]) => `${asset} ${total.toDecimalPlaces(5).toFixed()} (${available.toDecimalPlaces(5).toFixed()} free)`,
    )
    .join(' · ');
}
