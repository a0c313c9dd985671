import type { InvoiceCharge, MicrosoftInvoice } from '../../adapters/partner-invoices/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { type CurrencyBooks, keepCharges, keepInvoices, noteStanding, partnerBooks } from '../../db/partner-books.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import { type PartnerStanding, partnerStanding } from '../../domain/partner/partner-standing.ts';
import type { ActivityDeps } from '../deps.ts';

type PartnerDeps = Pick<ActivityDeps, 'db' | 'partnerInvoices' | 'wallNow' | 'newId' | 'log'>;

/**
 * The daily look at the partner's own standing at Microsoft (practices 38, 63 to 65): its invoices, what they charge for each
 * subscription, and whether Microsoft would sell anything new. Each change stands in the system's audit, and what finance
 * must see to is a task, once for each occasion.
 * @returns how many invoices there are, and in how many currencies the standing has changed
 */
export async function tendPartner(deps: PartnerDeps): Promise<RoundReport> {
  const { db, partnerInvoices, wallNow, log } = deps;
  const invoices = await partnerInvoices.list().catch((error: unknown) => {
    if (!(error instanceof PartnerCenterError)) throw error;
    log.warn({ code: error.code, kind: error.kind }, "Microsoft's invoices could not be read");
    return null;
  });
  if (invoices !== null) {
    const unread = await keepInvoices(db, invoices.map(seenInvoice), wallNow());
    for (const id of unread) await keepCharges(db, id, (await partnerInvoices.charges(id)).map(seenCharge));
  }
  let changed = 0;
  for (const books of await partnerBooks(db)) if (await judge(deps, books)) changed += 1;
  return { looked: invoices?.length ?? 0, woken: changed };
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
async function judge({ db, wallNow, log }: PartnerDeps, { currency, ...books }: CurrencyBooks): Promise<boolean> {
  const now = wallNow();
  const standing = partnerStanding({ ...books, today: dayAt(now, 'UTC') });
  return await db.transaction().execute(async (trx) => {
    const before = await noteStanding(trx, currency, standing, now);
    if (before && isSame(before, standing)) return false;
    const { state, warning, sellsNew } = standing;
    const body = { currency, state, warning, sellsNew };
    await appendSystemAudit(trx, [{ kind: 'partner.standing', actor: 'partner', at: now, recordedAt: now, body }]);
    if (!sellsNew) log.error(body, 'Microsoft would take no new order from the partner');
    return true;
  });
}

function isSame(
  before: Pick<PartnerStanding, 'state' | 'warning' | 'sellsNew'>,
  { state, warning, sellsNew }: PartnerStanding,
): boolean {
  return before.state === state && before.warning === warning && before.sellsNew === sellsNew;
}
