import type { Card } from '../../card/card.ts';
import { accountRates, estimateByOrderType, failedRates } from './fee-rates.ts';
import {
  feeInQuote,
  feeInThirdAsset,
  feeOfARecoveredFill,
  feeOfATaker,
  feeOfWhatIsReceived,
  feesAddUp,
  noFee,
  rebate,
} from './fees-of-fills.ts';

/** The cards of the family FEES, in the order of their numbers. */
export const feesCards: readonly Card[] = [
  feeOfWhatIsReceived,
  feeOfATaker,
  feeInQuote,
  feeInThirdAsset,
  rebate,
  noFee,
  feeOfARecoveredFill,
  feesAddUp,
  accountRates,
  estimateByOrderType,
  failedRates,
];
