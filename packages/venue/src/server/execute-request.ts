import type { DecodedRequest } from '../dialect/dialect.ts';
import type { OperationResult } from '../dialect/operation.ts';
import { Refusal } from '../model/refusal.ts';
import { runOperation } from './run-operation.ts';
import type { VenueParts } from './venue-parts.ts';

/**
 * Charges a request and runs it; what succeeds gets its refund.
 * @returns the result, the refusal, or undefined when the dialect's charges or the engine threw something else, which is recorded.
 */
export function executeRequest(parts: VenueParts, decoded: DecodedRequest, address: string): OperationResult | Refusal | undefined {
  const { ledger, nonces, dialectRecord, engineRecord } = parts;
  const { operation, account, charges, nonce, refundOnSuccess, isSuccess } = decoded;
  try {
    ledger.charge(charges, address, account);
    if (nonce !== undefined) nonces.use(nonce);
  } catch (error) {
    if (error instanceof Refusal) return error;
    dialectRecord.add('charges', error);
    return undefined;
  }
  let result: OperationResult;
  try {
    result = runOperation(parts, operation);
  } catch (error) {
    if (error instanceof Refusal) return error;
    engineRecord.add(operation.kind, error);
    return undefined;
  }
  if (refundOnSuccess !== undefined) {
    dialectRecord.guard('refundOnSuccess', () => {
      if (isSuccess?.(result) !== false) ledger.refund(refundOnSuccess, address, account);
    });
  }
  return result;
}
