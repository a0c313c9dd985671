import { createHash } from 'node:crypto';
import { type BudgetAgreement, keepAlerts } from '../../db/budgets.ts';
import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { type Recipient, recipientOf } from '../../db/notice-material.ts';
import { writeChange } from '../../db/write-change.ts';
import { writeAlert } from '../../domain/budget/write-alert.ts';
import { formatMoneyForPeople } from '../../domain/money-format.ts';
import { money } from '../../domain/money.ts';
import type { ActivityDeps } from '../deps.ts';

type FreezeDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom' | 'wallNow' | 'newId'>;

export interface NewAlert {
  readonly customerId: string;
  /** `2026-11` */
  readonly month: string;
  readonly passed: readonly number[];
  /** The highest of them: the letter is about it. */
  readonly telling: number;
  /** Minor units of the agreement's currency. */
  readonly used: bigint;
  readonly agreed: BudgetAgreement;
}

/**
 * Notes the thresholds as passed and freezes the letter about them in one transaction: one document and one Message-ID for a
 * threshold and month (design, rule 5). It is sent afterwards, and again after a crash.
 * @returns false where there is nobody to write to
 */
export async function freezeAlert(deps: FreezeDeps, alert: NewAlert): Promise<boolean> {
  const { db, wallNow } = deps;
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, alert.customerId);
    const recordedAt = wallNow();
    const now = businessNow(customer, recordedAt);
    const recipient = await recipientOf(trx, customer.id);
    const notice = recipient === null ? null : await freeze(deps, trx, customer, recipient, alert);
    const { month, passed, telling, customerId } = alert;
    await keepAlerts(
      trx,
      { customerId, month, percents: passed },
      (percent) => (percent === telling ? notice : null),
      now,
    );
    const body = { month, passed, notice };
    await writeChange(trx, customer, {
      statements: [],
      events: [{ kind: 'budget.thresholdPassed', actor: 'usage', at: now, recordedAt, body }],
    });
    return notice !== null;
  });
}

async function freeze(
  { mailer, mailFrom, wallNow, newId }: FreezeDeps,
  trx: Trx,
  customer: LockedCustomer,
  recipient: Recipient,
  { month, telling, used, agreed }: NewAlert,
): Promise<string> {
  const { account } = await loadAccount(trx, customer);
  const { locale, contactRevision } = account.traits;
  const parties = await trx
    .selectFrom('seller')
    .leftJoin('customer_profile', (join) => join.on('customer_profile.customer_id', '=', customer.id))
    .where('seller.id', '=', customer.sellerId)
    .select(['seller.name as sellerName', 'customer_profile.name as customerName'])
    .executeTakeFirstOrThrow();
  const said = (minor: bigint): string => formatMoneyForPeople(money(minor, agreed.currency), locale);
  const { subject, text } = writeAlert(
    {
      sellerName: parties.sellerName,
      customerName: parties.customerName ?? customer.externalId,
      percent: telling,
      used: said(used),
      budget: said(agreed.amount),
      month,
    },
    locale,
  );
  const [id, step, recordedAt] = [newId('ntc'), `budget-${telling}`, wallNow()];
  const now = businessNow(customer, recordedAt);
  const messageId = `${id}@${mailFrom.address.slice(mailFrom.address.indexOf('@') + 1)}`;
  const raw = await mailer.compose({
    messageId,
    date: now,
    from: mailFrom,
    to: [{ address: recipient.email, ...(recipient.name === null ? {} : { name: recipient.name }) }],
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tenure-Notice': id },
  });
  await trx
    .insertInto('notice')
    .values({
      id,
      customer_id: customer.id,
      kind: 'service',
      step,
      occurrence: month,
      effect_key: `notice/service/${step}/${month}`,
      contact_revision: contactRevision,
      message_id: messageId,
      to_address: recipient.email,
      document: raw,
      document_sha256: createHash('sha256').update(raw).digest(),
      state: 'sending',
      sent_at: new Date(now),
      recorded_at: new Date(recordedAt),
    })
    .execute();
  return id;
}
