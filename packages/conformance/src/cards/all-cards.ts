import type { Card } from '../card/card.ts';
import { ambiguousCards } from './ambiguous/ambiguous-cards.ts';
import { authCards } from './auth/auth-cards.ts';
import { balanceCards } from './balance/balance-cards.ts';
import { bookCards } from './book/book-cards.ts';
import { cancelCards } from './cancel/cancel-cards.ts';
import { evolutionCards } from './evolution/evolution-cards.ts';
import { feesCards } from './fees/fees-cards.ts';
import { fillCards } from './fill/fill-cards.ts';
import { foreignCards } from './foreign/foreign-cards.ts';
import { lifecycleCards } from './lifecycle/lifecycle-cards.ts';
import { numberCards } from './number/number-cards.ts';
import { orderCards } from './order/order-cards.ts';
import { orderingCards } from './ordering/ordering-cards.ts';
import { rateCards } from './rate/rate-cards.ts';
import { recoveryCards } from './recovery/recovery-cards.ts';
import { restartCards } from './restart/restart-cards.ts';
import { rulesCards } from './rules/rules-cards.ts';
import { secretCards } from './secret/secret-cards.ts';
import { statusCards } from './status/status-cards.ts';
import { streamCards } from './stream/stream-cards.ts';
import { timeCards } from './time/time-cards.ts';
import { tradeCards } from './trade/trade-cards.ts';

/** Every card of the suite, family by family. */
export const ALL_CARDS: readonly Card[] = Object.freeze([
  ...rulesCards,
  ...bookCards,
  ...tradeCards,
  ...orderCards,
  ...cancelCards,
  ...fillCards,
  ...statusCards,
  ...ambiguousCards,
  ...balanceCards,
  ...feesCards,
  ...streamCards,
  ...recoveryCards,
  ...rateCards,
  ...timeCards,
  ...authCards,
  ...numberCards,
  ...evolutionCards,
  ...orderingCards,
  ...foreignCards,
  ...lifecycleCards,
  ...secretCards,
  ...restartCards,
]);
