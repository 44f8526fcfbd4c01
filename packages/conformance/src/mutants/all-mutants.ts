import type { Mutant } from '../mutant/mutant.ts';
import { ambiguousMutants } from './ambiguous/ambiguous-mutants.ts';
import { authMutants } from './auth/auth-mutants.ts';
import { balanceMutants } from './balance/balance-mutants.ts';
import { bookMutants } from './book/book-mutants.ts';
import { cancelMutants } from './cancel/cancel-mutants.ts';
import { evolutionMutants } from './evolution/evolution-mutants.ts';
import { feesMutants } from './fees/fees-mutants.ts';
import { fillMutants } from './fill/fill-mutants.ts';
import { foreignMutants } from './foreign/foreign-mutants.ts';
import { lifecycleMutants } from './lifecycle/lifecycle-mutants.ts';
import { numberMutants } from './number/number-mutants.ts';
import { orderMutants } from './order/order-mutants.ts';
import { orderingMutants } from './ordering/ordering-mutants.ts';
import { rateMutants } from './rate/rate-mutants.ts';
import { recoveryMutants } from './recovery/recovery-mutants.ts';
import { restartMutants } from './restart/restart-mutants.ts';
import { rulesMutants } from './rules/rules-mutants.ts';
import { secretMutants } from './secret/secret-mutants.ts';
import { statusMutants } from './status/status-mutants.ts';
import { streamMutants } from './stream/stream-mutants.ts';
import { timeMutants } from './time/time-mutants.ts';
import { tradeMutants } from './trade/trade-mutants.ts';

/** Every mutant of the suite. */
export const ALL_MUTANTS: readonly Mutant[] = Object.freeze([
  ...rulesMutants,
  ...bookMutants,
  ...tradeMutants,
  ...orderMutants,
  ...cancelMutants,
  ...fillMutants,
  ...statusMutants,
  ...ambiguousMutants,
  ...balanceMutants,
  ...feesMutants,
  ...streamMutants,
  ...recoveryMutants,
  ...rateMutants,
  ...timeMutants,
  ...authMutants,
  ...numberMutants,
  ...evolutionMutants,
  ...orderingMutants,
  ...foreignMutants,
  ...lifecycleMutants,
  ...secretMutants,
  ...restartMutants,
]);
