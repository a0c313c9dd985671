import { writeOff } from '../../contracts/invoices.ts';
import { money } from '../../domain/money.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { Resource } from '../resource.ts';
import { approvalBy, writeOffRequestOf } from './approval.ts';
import { invoiceBy } from './invoice.ts';

const STATES = { open: 'awaitingApproval', approved: 'done', refused: 'refused' } as const;

/** What became of a write-off. Its reference is the invoice, or the approval that it waits for. */
export const writeOffResource: Resource<typeof writeOff> = {
  name: 'writeOff',
  schema: writeOff,
  async load(db, reference, wallNow) {
    if (!reference.startsWith('apr_')) {
      const { id, writtenOff, currency } = await invoiceBy(db, reference, wallNow);
      return { invoice: id, amount: money(writtenOff, currency), state: 'done', approval: null };
    }
    const approval = await approvalBy(db, reference);
    const request = writeOffRequestOf(approval);
    if (request === null) throw new Error(`approval ${reference} is about no write-off`);
    return {
      invoice: request.invoice,
      amount: fromStored(request.amount),
      state: STATES[approval.state],
      approval: approval.id,
    };
  },
};
