import { invoiceCorrection, invoicePage, invoiceQuery, newCreditNote, newInvoice } from '../../contracts/invoices.ts';
import type { Db } from '../../db/database.ts';
import { listInvoices } from '../../db/lists/invoices.ts';
import { creditInvoice } from '../../domain/ledger/credit-invoice.ts';
import { customerWrite } from '../customer-write.ts';
import { issue } from '../money/issue.ts';
import { writeOffOrAsk } from '../money/write-off.ts';
import { keepNote } from '../notes.ts';
import { recordPosting, requireCurrency } from '../posting.ts';
import { read, readResource } from '../read.ts';
import { creditNoteResource } from '../resources/credit-note.ts';
import { customerBy } from '../resources/customer.ts';
import { invoiceBy, invoiceResource, invoiceView } from '../resources/invoice.ts';
import { customerNamed } from '../resources/named.ts';
import { writeOffResource } from '../resources/write-off.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

const tag = 'invoices';
const path = '/v1/invoices/:invoice';

export const invoiceRoutes: readonly Route[] = [
  read({
    id: 'listInvoices',
    path: '/v1/invoices',
    tag,
    summary: 'Invoices, in the order in which they became known',
    query: invoiceQuery,
    answer: invoicePage,
    async load({ db, now }, { query }) {
      const customer = query.customer === undefined ? undefined : (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listInvoices(db, { ...query, customer }, query, now());
      return { items: items.map(invoiceView), nextCursor };
    },
  }),
  readResource({
    id: 'getInvoice',
    path,
    tag,
    summary: "An invoice: its lines, its instalments, what is paid; overdue by the customer's own today",
    resource: invoiceResource,
  }),
  customerWrite({
    id: 'issueInvoice',
    method: 'POST',
    path: '/v1/invoices',
    tag,
    summary: 'Issue an invoice; what is prepaid or unapplied pays it at once',
    status: 201,
    idempotencyKey: 'required',
    body: newInvoice,
    because: 'invoice',
    on: invoiceResource,
    shows: invoiceResource,
    customer: async (db, _context, { customer }) => (await customerNamed(db, customer, '/customer')).id,
    change: (change, _context, body) => issue(change, body),
  }),
  customerWrite({
    id: 'creditInvoice',
    method: 'POST',
    path: `${path}/credit-notes`,
    tag,
    summary: 'Credit a part or all of an invoice',
    status: 201,
    idempotencyKey: 'required',
    body: newCreditNote,
    because: 'credit',
    on: invoiceResource,
    shows: creditNoteResource,
    customer: customerOfInvoice,
    async change(change, { params, actor }, { amount, reason }, { now }) {
      requireCurrency(change.account.traits.currency, amount, '/amount');
      const { id: invoice } = await invoiceBy(change.trx, params['invoice'] ?? '', now());
      const creditNote = change.newId('crn');
      const credit = { creditNote, invoice, amount: amount.minor, kind: 'creditNote' } as const;
      recordPosting(change, creditInvoice(change.account, change.policy, credit, change.today));
      keepNote(change, { subject: creditNote, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return creditNote;
    },
  }),
  customerWrite({
    id: 'voidInvoice',
    method: 'POST',
    path: `${path}/void`,
    tag,
    summary: 'Void an invoice: all that is left of it is credited',
    status: 200,
    idempotencyKey: 'required',
    body: invoiceCorrection,
    because: 'void',
    on: invoiceResource,
    shows: invoiceResource,
    customer: customerOfInvoice,
    async change(change, { params, actor }, { reason }, { now }) {
      const { id: invoice } = await invoiceBy(change.trx, params['invoice'] ?? '', now());
      const creditNote = change.newId('crn');
      const credit = { creditNote, invoice, amount: null, kind: 'void' } as const;
      recordPosting(change, creditInvoice(change.account, change.policy, credit, change.today));
      keepNote(change, { subject: creditNote, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return invoice;
    },
  }),
  customerWrite({
    id: 'writeOffInvoice',
    method: 'POST',
    path: `${path}/write-off`,
    tag,
    summary: "Write off what is open; above the policy's limit a second person decides",
    status: 201,
    idempotencyKey: 'required',
    body: invoiceCorrection,
    because: 'writeOff',
    on: invoiceResource,
    shows: writeOffResource,
    customer: customerOfInvoice,
    async change(change, { params, actor }, { reason }, { now }) {
      const { id: invoice } = await invoiceBy(change.trx, params['invoice'] ?? '', now());
      const shown = writeOffOrAsk(change, invoice, actor.name);
      keepNote(change, { subject: shown, kind: 'reason', text: reason, actor: actor.name, wallNow: now() });
      return shown;
    },
  }),
];

/** @throws Refusal `not_found` */
async function customerOfInvoice(db: Db, { params }: WriteContext): Promise<string> {
  return (await invoiceBy(db, params['invoice'] ?? '', 0)).customerId;
}
