export { createRuntime } from './network/create-runtime.ts';
export type { CountingRuntime, RuntimeOptions } from './network/create-runtime.ts';
export type { BookSideName } from './book/book-side.ts';
export type { BookUpdates } from './book/book-updates.ts';
export type { DepthWalk } from './book/depth-walk.ts';
export type { BookStatus } from './book/order-book-tracker-options.ts';
export type { ExactPriceLevel, OrderBookSnapshot, OrderBookView, PriceLevel } from './book/order-book-view.ts';
