import type { InvoiceCharge, MicrosoftInvoice } from '../../adapters/partner-invoices/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import type { Trx } from '../../db/database.ts';
import {
  type CurrencyBooks,
  keepCharges,
  keepInvoice,
  noteStanding,
  partnerBooks,
  type PartnerPayment,
  paymentsOnTheirWay,
} from '../../db/partner-books.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import { type PartnerStanding, partnerStanding } from '../../domain/partner/partner-standing.ts';
import { notShown, type StandingTask, standingTasks } from '../../domain/partner/standing-tasks.ts';
import type { ActivityDeps } from '../deps.ts';
import { askPartnerWithin } from '../tasks/ask-partner.ts';

/** Finance has looked within a day. */
const LOOKED_AT_WITHIN_MS = 86_400_000;

type FinanceTask = Pick<StandingTask, 'key' | 'subject'> & { readonly what: string };
type PartnerDeps = Pick<ActivityDeps, 'db' | 'partnerInvoices' | 'wallNow' | 'newId' | 'log'>;

/**
 * The daily look at the partner's own standing at Microsoft (practices 38, 63 to 65): its invoices, what they charge for each
 * subscription, and whether Microsoft would sell anything new. Each change stands in the system's audit, and what finance
 * must see to is a task, once for each occasion.
 * @returns how many invoices there are, and in how many currencies the standing has changed
 */
export async function tendPartner(deps: PartnerDeps): Promise<RoundReport> {
  const { db, partnerInvoices, log } = deps;
  const invoices = await partnerInvoices.list().catch((error: unknown) => {
    if (!(error instanceof PartnerCenterError)) throw error;
    log.warn({ code: error.code, kind: error.kind }, "Microsoft's invoices could not be read");
    return null;
  });
  for (const invoice of invoices ?? []) await keep(deps, invoice);
  // Where nothing could be read, nobody can say that a payment does not show. What is due is due by any reading.
  const payments = invoices === null ? [] : await paymentsOnTheirWay(db);
  let changed = 0;
  for (const books of await partnerBooks(db)) if (await judge(deps, books, payments)) changed += 1;
  return { looked: invoices?.length ?? 0, woken: changed };
}

/** One that cannot be read is finance's to look at, and keeps nobody from watching over the others. */
async function keep(deps: PartnerDeps, invoice: MicrosoftInvoice): Promise<void> {
  const { db, partnerInvoices, wallNow, log } = deps;
  const { id } = invoice;
  try {
    if (await keepInvoice(db, seenInvoice(invoice), wallNow())) return;
    await keepCharges(db, id, (await partnerInvoices.charges(id)).map(seenCharge));
  } catch (error) {
    log.error({ err: error, invoice: id }, 'an invoice of Microsoft could not be read');
    const task = { key: `invoiceUnreadable/${id}`, what: 'invoiceUnreadable', subject: id };
    await db.transaction().execute((trx) => askFinance(deps, trx, task, wallNow()));
  }
}

function seenInvoice({ id, invoicedAt, currency, total, paid, isCredit }: MicrosoftInvoice) {
  const amount = minorOfText(total, currency);
  return {
    id,
    invoicedOn: dayAt(invoicedAt, 'UTC'),
    currency,
    total: isCredit && amount > 0n ? -amount : amount,
    paid: minorOfText(paid, currency),
  };
}

function seenCharge({
  customerTenantId: tenant,
  subscriptionId: microsoftId,
  amount,
  currency,
  frequency,
}: InvoiceCharge) {
  return { tenant, microsoftId, amount: minorOfText(amount, currency), currency, frequency };
}

/** @returns whether the standing has changed */
async function judge(
  deps: PartnerDeps,
  { currency, ...books }: CurrencyBooks,
  payments: readonly PartnerPayment[],
): Promise<boolean> {
  const now = deps.wallNow();
  const today = dayAt(now, 'UTC');
  const standing = partnerStanding({ ...books, today });
  const late = notShown(books.invoices, payments, today);
  return await deps.db.transaction().execute(async (trx) => {
    const before = await noteStanding(trx, currency, standing, now);
    for (const task of standingTasks({ currency, today, standing, late })) await askFinance(deps, trx, task, now);
    if (before && isSame(before, standing)) return false;
    const { state, warning, sellsNew } = standing;
    const body = { currency, state, warning, sellsNew };
    await appendSystemAudit(trx, [{ kind: 'partner.standing', actor: 'partner', at: now, recordedAt: now, body }]);
    if (!sellsNew) deps.log.error(body, 'Microsoft would take no new order from the partner');
    return true;
  });
}

async function askFinance(deps: PartnerDeps, trx: Trx, { subject, ...task }: FinanceTask, now: Instant): Promise<void> {
  await askPartnerWithin(deps, trx, {
    ...task,
    ...(subject !== null && { subject }),
    for: 'finance',
    dueAt: now + LOOKED_AT_WITHIN_MS,
    kind: 'partnerTask.opened',
    actor: 'partner',
    body: { what: task.what },
  });
}

function isSame(
  before: Pick<PartnerStanding, 'state' | 'warning' | 'sellsNew'>,
  { state, warning, sellsNew }: PartnerStanding,
): boolean {
  return before.state === state && before.warning === warning && before.sellsNew === sellsNew;
}
