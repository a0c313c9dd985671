import { creditNote } from '../../contracts/invoices.ts';
import { findCreditNote } from '../../db/credit-notes.ts';
import { Refusal } from '../../domain/errors.ts';
import { money } from '../../domain/money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';

/** A credit on an invoice; `released` is what had been paid on it and is free again. */
export const creditNoteResource: Resource<typeof creditNote> = {
  name: 'creditNote',
  schema: creditNote,
  async load(db, id) {
    const found = await findCreditNote(db, id);
    if (found === undefined) throw new Refusal('not_found', `there is no credit note ${id}`);
    const released = found.released.reduce((sum, part) => sum + BigInt(part.amount.minor), 0n);
    return {
      id: found.creditNote,
      invoice: found.invoice,
      amount: fromStored(found.amount),
      net: fromStored(found.net),
      tax: fromStored(found.tax),
      released: money(released, found.amount.currency),
    };
  },
};
