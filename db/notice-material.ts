import type { Account } from '../domain/account/account.ts';
import type { NoticeEffect } from '../domain/decision.ts';
import { formatMoneyForPeople, fromStored } from '../domain/money-format.ts';
import { money } from '../domain/money.ts';
import { bankReferenceOf } from '../domain/payer/bank-reference.ts';
import type { NoticeFacts } from '../domain/notices/notice-text.ts';
import type { Db } from './database.ts';

/** The one to whom a customer's mail goes: the billing contact, else the first; null when there is nobody. */
export interface Recipient {
  readonly name: string | null;
  readonly email: string;
}

/** Reads what a notice says and to whom it goes, as on record now: personal data, for the letter alone. */
export async function noticeMaterial(
  db: Db,
  customerId: string,
  account: Account,
  effect: NoticeEffect,
): Promise<{ readonly recipient: Recipient | null; readonly facts: NoticeFacts }> {
  const parties = await partiesOf(db, customerId);
  const request =
    effect.says.prepayment === null
      ? undefined
      : await db
          .selectFrom('prepayment_request')
          .where('prepayment_id', '=', effect.says.prepayment)
          .select('checkout_url')
          .executeTakeFirst();
  const { locale } = account.traits;
  return {
    recipient: await recipientOf(db, customerId),
    facts: {
      sellerName: parties.sellerName,
      customerName: parties.customerName ?? parties.externalId,
      amount: formatMoneyForPeople(fromStored(effect.says.amount), locale),
      invoices: effect.says.invoices.flatMap((id) => invoiceLine(account, id, locale)),
      suspensionOn: effect.says.suspensionOn,
      bankAccounts: parties.bankAccounts.map((bank) => bank.iban),
      reference:
        effect.says.prepayment === null
          ? effect.says.invoices.map((id) => account.invoices.get(id)?.number ?? id).join(', ')
          : bankReferenceOf(effect.says.prepayment),
      checkoutUrl: request?.checkout_url ?? null,
    },
  };
}

/** Who writes to whom: what every letter to a customer begins and ends with. Personal data, for the letter alone. */
export async function lettersParties(
  db: Db,
  customerId: string,
): Promise<{ readonly recipient: Recipient | null; readonly sellerName: string; readonly customerName: string }> {
  const { sellerName, customerName, externalId } = await partiesOf(db, customerId);
  return { recipient: await recipientOf(db, customerId), sellerName, customerName: customerName ?? externalId };
}

async function partiesOf(db: Db, customerId: string) {
  return await db
    .selectFrom('customer')
    .innerJoin('seller', 'seller.id', 'customer.seller_id')
    .leftJoin('customer_profile', 'customer_profile.customer_id', 'customer.id')
    .where('customer.id', '=', customerId)
    .select([
      'seller.name as sellerName',
      'seller.bank_accounts as bankAccounts',
      'customer_profile.name as customerName',
      'customer.external_id as externalId',
    ])
    .executeTakeFirstOrThrow();
}

async function recipientOf(db: Db, customerId: string): Promise<Recipient | null> {
  const contacts = await db
    .selectFrom('customer_contact')
    .where('customer_id', '=', customerId)
    .where('revision', '=', (of) =>
      of
        .selectFrom('customer_contact')
        .where('customer_id', '=', customerId)
        .select((fn) => fn.fn.max('revision').as('latest')),
    )
    .orderBy('position')
    .select(['role', 'name', 'email'])
    .execute();
  const reachable = contacts.filter((contact): contact is typeof contact & { email: string } => contact.email !== null);
  const contact = reachable.find((known) => known.role === 'billing') ?? reachable[0];
  return contact ? { name: contact.name, email: contact.email } : null;
}

function invoiceLine(account: Account, id: string, locale: string): NoticeFacts['invoices'] {
  const invoice = account.invoices.get(id);
  if (invoice === undefined) return [];
  const open = invoice.instalments.filter((part) => part.open > 0n);
  const dueOn = open.map((part) => part.dueOn).toSorted()[0] ?? invoice.issuedOn;
  const sum = open.reduce((all, part) => all + part.open, 0n);
  return [{ number: invoice.number, dueOn, open: formatMoneyForPeople(money(sum, account.traits.currency), locale) }];
}
