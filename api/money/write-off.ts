import type { Change } from '../../db/change.ts';
import { approvalRequestStatement } from '../../db/lists/approvals.ts';
import { Refusal } from '../../domain/errors.ts';
import type { StoredMoney } from '../../domain/facts/stored-money.ts';
import { type Posting } from '../../domain/ledger/posting.ts';
import { writeOffInvoice } from '../../domain/ledger/write-off.ts';
import { recordPosting } from '../posting.ts';
import type { WriteOffRequest } from '../resources/approval.ts';

/**
 * Writes off what is open on an invoice, or, above the policy's limit, asks for a second person. Answers the reference
 * of the write-off: the invoice, or the approval.
 * @throws Refusal `nothing_owed`, `conflict`
 */
export function writeOffOrAsk(change: Change, invoice: string, actor: string): string {
  const posting = writeOffInvoice(change.account, invoice, change.today);
  if ('draft' in posting && exceedsLimit(change, posting.draft.body.amount))
    return ask(change, { invoice, amount: posting.draft.body.amount }, actor);
  recordPosting(change, posting);
  return invoice;
}

/**
 * Carries out an approved write-off.
 * @throws Refusal `conflict` when more is open now than the second person was shown; `nothing_owed`
 */
export function writeOffApproved(change: Change, request: WriteOffRequest): void {
  const posting: Posting<'invoice.writtenOff'> = writeOffInvoice(change.account, request.invoice, change.today);
  if ('draft' in posting && BigInt(posting.draft.body.amount.minor) > BigInt(request.amount.minor))
    throw new Refusal('conflict', 'more is open on the invoice now than was asked for; refuse, and ask anew');
  recordPosting(change, posting);
}

/** A limit in another currency says nothing about this amount: then a second person looks at any. */
function exceedsLimit({ policy }: Change, amount: StoredMoney): boolean {
  const { writeOff } = policy.limits;
  return amount.currency !== writeOff.currency || BigInt(amount.minor) > writeOff.minor;
}

function ask(change: Change, request: WriteOffRequest, askedBy: string): string {
  const { invoice } = request;
  const waiting = change.account.approvals.find((known) => known.key === invoice && known.state === 'open');
  if (waiting !== undefined)
    throw new Refusal('conflict', `writing off this invoice waits for a second person already: ${waiting.approval}`);
  const approval = change.newId('apr');
  change.record([
    {
      kind: 'approval.requested',
      effectiveOn: change.today,
      body: { approval, subject: 'writeOff', key: invoice, askedBy },
    },
  ]);
  change.write(approvalRequestStatement(approval, change.customer.id, request));
  return approval;
}
