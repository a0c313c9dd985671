import type { z } from 'zod';
import { dispute } from '../../contracts/disputes.ts';
import { findMakingCommand } from '../../db/commands.ts';
import type { Db } from '../../db/database.ts';
import { creditNotesOfDisputes, type DisputeRecord, findDispute } from '../../db/lists/claims.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';
import { typedTexts } from './typed-text.ts';

type DisputeView = z.output<typeof dispute>;

/** A contested part of an invoice: on record, or claimed and not yet decided. */
export const disputeResource: Resource<typeof dispute> = {
  name: 'dispute',
  schema: dispute,
  async load(db, id) {
    const record = await findDispute(db, id);
    const [view] = record === undefined ? [await claimed(db, id)] : await disputeViews(db, [record]);
    if (view === undefined) throw new Refusal('not_found', `there is no dispute ${id}`);
    return view;
  },
};

export async function disputeViews(db: Db, records: readonly DisputeRecord[]): Promise<DisputeView[]> {
  const ids = records.map((record) => record.id);
  const reasons = await typedTexts(db, ids, 'reason');
  const notes = await typedTexts(db, ids, 'resolution');
  const creditNotes = await creditNotesOfDisputes(
    db,
    records.filter(({ state }) => state === 'accepted'),
  );
  return records.map(({ id, customerId, invoice, amount, currency, state, openedAt, resolvedAt }) => ({
    id,
    customer: customerId,
    invoice,
    amount: money(amount, currency),
    reason: reasons.get(id) ?? null,
    state,
    openedAt,
    resolvedAt,
    note: notes.get(id) ?? null,
    creditNote: creditNotes.get(id) ?? null,
  }));
}

async function claimed(db: Db, id: string): Promise<DisputeView | undefined> {
  const command = await findMakingCommand(db, 'dispute.open', id);
  if (command === undefined) return undefined;
  return {
    id,
    customer: command.customerId,
    invoice: command.body.invoice,
    amount: fromStored(command.body.amount),
    reason: (await typedTexts(db, [id], 'reason')).get(id) ?? null,
    state: command.state === 'refused' ? 'refused' : 'pending',
    openedAt: null,
    resolvedAt: null,
    note: null,
    creditNote: null,
  };
}
