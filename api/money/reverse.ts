import { appendSystemAudit, type AuditEvent } from '../../db/audit.ts';
import { noteStatement } from '../../db/notes.ts';
import { commitChange } from '../../db/commit-change.ts';
import { commitChanges } from '../../db/commit-changes.ts';
import type { Db } from '../../db/database.ts';
import type { PaymentRecord } from '../../db/lists/payments.ts';
import { lockUnmatched, returnUnmatched } from '../../db/receipts.ts';
import { findSeller } from '../../db/sellers.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { FactBodies } from '../../domain/facts/fact.ts';
import { reversePayment } from '../../domain/ledger/reverse-payment.ts';
import type { Made } from '../outcome.ts';
import { recordPosting } from '../posting.ts';
import { clearSuspicion, inQueue } from './match.ts';
import type { MoneyRequest } from './money-request.ts';

export interface Reversal {
  readonly kind: FactBodies['payment.reversed']['kind'];
  /** What a person wrote; null where the gateway says it. */
  readonly reason: string | null;
  /** What the gateway says, for the audit. */
  readonly evidence?: AuditEvent['body'];
}

/**
 * Takes a payment back: the debt it had paid is open again. Money that nobody owns leaves the queue.
 * @throws Refusal `conflict` when it was taken back before
 */
export async function reverse(
  db: Db,
  request: MoneyRequest,
  payment: PaymentRecord,
  reversal: Reversal,
): Promise<Made> {
  if (payment.state === 'returned') throw new Refusal('conflict', 'the payment has gone back already');
  return payment.customerId === null
    ? await giveBack(db, request, payment, reversal)
    : await reverseOf(db, request, payment.customerId, payment, reversal);
}

async function reverseOf(
  db: Db,
  { before, ...request }: MoneyRequest,
  customer: string,
  payment: PaymentRecord,
  { kind, reason, evidence }: Reversal,
): Promise<Made> {
  const { actor, wallNow, newId } = request;
  const { result, operationId } = await commitChange(
    db,
    { ...request, customer, because: 'reversal' },
    async (change) => {
      await before?.(change.trx);
      recordPosting(change, reversePayment(change.account, change.policy, payment.id, kind, change.today));
      if (evidence) change.audit('payment.disputed', evidence);
      const note = { id: newId('nte'), customerId: customer, subject: payment.id, kind: 'reason', actor };
      if (reason !== null) change.write(noteStatement({ ...note, text: reason, at: change.now, recordedAt: wallNow }));
      return { shown: payment.id, customerId: customer };
    },
  );
  return { ...result, operationId };
}

async function giveBack(
  db: Db,
  { before, ...request }: MoneyRequest,
  payment: PaymentRecord,
  { reason, evidence = {} }: Reversal,
): Promise<Made> {
  const { actor, wallNow: at, newId } = request;
  const seller = await findSeller(db, payment.sellerId);
  const effectiveOn = dayAt(at, seller?.timeZone ?? 'UTC');
  const suspects = payment.suspects.map((suspect) => suspect.customer);
  const { result } = await commitChanges(db, request, suspects, async (trx, carryFor) => {
    await before?.(trx);
    const money = inQueue(await lockUnmatched(trx, payment.id), payment, suspects);
    await returnUnmatched(trx, money, { effectiveOn, at, recordedAt: at });
    for (const suspect of suspects)
      await carryFor(suspect, 'unmatched', (change) => clearSuspicion(change, payment.id));
    const note = { id: newId('nte'), customerId: null, subject: payment.id, kind: 'reason', actor, at, recordedAt: at };
    if (reason !== null) await trx.executeQuery(noteStatement({ ...note, text: reason })(trx));
    const stamp = { actor, at, recordedAt: at };
    await appendSystemAudit(trx, [{ ...stamp, kind: 'payment.returned', body: { payment: payment.id, ...evidence } }]);
    return { result: { shown: payment.id, customerId: null }, operationId: null };
  });
  return { ...result, operationId: null };
}
