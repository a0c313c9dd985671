import type { z } from 'zod';
import { disputePage, disputeQuery, disputeResolution, newDispute } from '../../contracts/disputes.ts';
import type { Change } from '../../db/change.ts';
import { listDisputes } from '../../db/lists/claims.ts';
import type { Dispute } from '../../domain/account/account.ts';
import { Refusal } from '../../domain/errors.ts';
import { creditInvoice } from '../../domain/ledger/credit-invoice.ts';
import { toStored } from '../../domain/money-format.ts';
import { customerWrite } from '../customer-write.ts';
import type { ApiDeps } from '../deps.ts';
import { keepNote } from '../notes.ts';
import { recordPosting, requireCurrency } from '../posting.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { disputeResource, disputeViews } from '../resources/dispute.ts';
import { unknownReference } from '../resources/named.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

const tag = 'disputes';

export const disputeRoutes: readonly Route[] = [
  read({
    id: 'listDisputes',
    path: '/v1/disputes',
    tag,
    summary: 'What customers contest, the oldest first',
    query: disputeQuery,
    answer: disputePage,
    async load({ db }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listDisputes(db, { customer, state: query.state }, query);
      return { items: await disputeViews(db, items), nextCursor };
    },
  }),
  readResource({
    id: 'getDispute',
    path: '/v1/disputes/:dispute',
    tag,
    summary: 'A dispute',
    resource: disputeResource,
  }),
  customerWrite({
    id: 'openDispute',
    method: 'POST',
    path: '/v1/customers/:customer/disputes',
    tag,
    summary: 'The customer contests a part of an invoice: it leaves dunning, the rest goes on',
    status: 201,
    idempotencyKey: 'optional',
    body: newDispute,
    because: 'dispute',
    on: customerResource,
    shows: disputeResource,
    change: open,
  }),
  customerWrite({
    id: 'resolveDispute',
    method: 'POST',
    path: '/v1/disputes/:dispute/resolution',
    tag,
    summary: 'Accept (a credit note is made) or reject (dunning goes on)',
    status: 200,
    idempotencyKey: 'required',
    body: disputeResolution,
    because: 'resolution',
    on: disputeResource,
    shows: disputeResource,
    customer: async (db, { params }) => (await disputeResource.load(db, params['dispute'] ?? '', 0)).customer,
    change: resolve,
  }),
];

/** @throws Refusal `unknown_reference`, `currency_mismatch` */
function open(change: Change, { actor }: WriteContext, body: z.output<typeof newDispute>, { now }: ApiDeps): string {
  requireCurrency(change.account.traits.currency, body.amount, '/amount');
  const dispute = change.newId('dsp');
  const invoice = invoiceNamed(change, body.invoice);
  change.command('dispute.open', { dispute, invoice, amount: toStored(body.amount) });
  keepNote(change, { subject: dispute, kind: 'reason', text: body.reason, actor: actor.name, wallNow: now() });
  return dispute;
}

/** Dispute and credit note become known at once, so that nothing is dunned in between. @throws Refusal `conflict` */
function resolve(
  change: Change,
  { actor, params }: WriteContext,
  { outcome, note }: z.output<typeof disputeResolution>,
  { now }: ApiDeps,
): string {
  const dispute = change.account.disputes.find((known) => known.dispute === params['dispute']);
  if (dispute === undefined) throw new Refusal('conflict', 'the dispute is not on record yet, or was refused');
  if (dispute.state !== 'open') throw new Refusal('conflict', `the dispute was ${dispute.state} already`);
  const body = { dispute: dispute.dispute, outcome };
  change.record([{ kind: 'dispute.resolved', effectiveOn: change.today, body }]);
  if (outcome === 'accepted') credit(change, dispute);
  keepNote(change, { subject: dispute.dispute, kind: 'resolution', text: note, actor: actor.name, wallNow: now() });
  return dispute.dispute;
}

/** Where less is left of the invoice than was disputed (credited or written off since), that is credited. */
function credit(change: Change, { invoice, amount }: Dispute): void {
  const known = change.account.invoices.get(invoice);
  const left = known === undefined ? 0n : known.total - known.credited - known.writtenOff;
  if (left <= 0n) return;
  const credited = { creditNote: change.newId('crn'), invoice, amount: amount < left ? amount : left };
  recordPosting(change, creditInvoice(change.account, change.policy, { ...credited, kind: 'dispute' }, change.today));
}

/** One of the customer's invoices, by id or `ext:` and its number. */
function invoiceNamed({ account }: Change, reference: string): string {
  const number = reference.startsWith('ext:') ? reference.slice('ext:'.length) : undefined;
  for (const { invoice, number: known } of account.invoices.values()) {
    if (invoice === reference || known === number) return invoice;
  }
  throw unknownReference(`the customer has no invoice ${reference}`, '/invoice');
}
