import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import type { Change, ChangeRequest, Committed } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import { connect, type Db } from '../../db/database.ts';
import { activatePolicy, insertPolicyVersion } from '../../db/policies.ts';
import { receiptStatement } from '../../db/receipts.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import type { FactDraft } from '../../domain/facts/fact.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { type IdPrefix, newId } from '../../domain/ids.ts';
import { fromStored } from '../../domain/money.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { STANDARD } from '../support/policies.ts';

/** 2 March 2026, 10:00 in Warsaw. */
export const WALL = Date.UTC(2026, 2, 2, 9);

export const traits: CustomerTraits = {
  externalId: 'C-1',
  country: 'PL',
  timeZone: 'Europe/Warsaw',
  currency: 'PLN',
  locale: 'pl',
  legalStatus: 'company',
  terms: { paymentDays: 14, acceptedOn: '2026-01-02', document: null, suspensionClause: true, minimumNoticeDays: 7 },
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  tenant: null,
  contactRevision: 1,
};

export function anId(prefix: IdPrefix): string {
  return newId(prefix, { now: WALL, random: randomBytes(10) });
}

export function asking(more: Partial<ChangeRequest> = {}): ChangeRequest {
  return { actor: 'token:test', wallNow: WALL, newId: anId, because: 'test', ...more };
}

export interface OpenedDatabase {
  readonly test: TestDatabase;
  readonly db: Db;
  readonly close: () => Promise<void>;
}

/** As `openDatabase`, called at the top of a file of tests, for all of them; closed after the last. */
export async function databaseOfFile(): Promise<Pick<OpenedDatabase, 'test' | 'db'>> {
  const { test, db, close } = await openDatabase();
  afterAll(close);
  return { test, db };
}

/** A database with the default seller and the standard policy, and a pool on it as the application's role. */
export async function openDatabase(): Promise<OpenedDatabase> {
  const test = await createTestDatabase();
  const db = connect(test.url, { max: 6 });
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('seller')
      .values({
        id: 'sel_default',
        key: 'default',
        name: 'Tenure',
        tax_id: null,
        time_zone: 'Europe/Warsaw',
        created_at: new Date(WALL),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await insertPolicyVersion(trx, { policy: STANDARD, source: { key: 'standard' }, actor: 'setup', wallNow: WALL });
    await activatePolicy(trx, { key: 'standard', version: 1, openCases: null, actor: 'setup', wallNow: WALL });
  });
  const close = async (): Promise<void> => {
    await db.destroy();
    await test.drop();
  };
  return { test, db, close };
}

/** A customer on a live clock; answers its id. */
export async function aCustomer(db: Db, more: Partial<CustomerTraits> = {}): Promise<string> {
  const id = anId('cus');
  const body = { ...traits, externalId: id, ...more };
  const { customerId } = await registerCustomer(
    db,
    asking(),
    {
      id,
      sellerId: 'sel_default',
      resellerId: null,
      clock: { mode: 'live', offsetMs: 0, shiftMs: 0 },
      facts: [
        { kind: 'customer.registered', effectiveOn: '2026-03-02', body },
        { kind: 'policy.assigned', effectiveOn: '2026-03-02', body: { key: 'standard', version: 1, openCases: null } },
      ],
    },
    () => null,
  );
  return customerId;
}

export async function record(
  db: Db,
  customer: string,
  drafts: readonly FactDraft[],
  more: Partial<ChangeRequest> = {},
): Promise<Committed<null>> {
  return await commitChange(db, { ...asking(more), customer }, (change) => {
    recordWithReceipts(change, drafts);
    return null;
  });
}

/** Records facts, and for each payment the receipt without which it cannot be committed. */
export function recordWithReceipts(change: Change, drafts: readonly FactDraft[]): void {
  change.record(drafts);
  for (const draft of drafts) {
    if (draft.kind !== 'payment.received') continue;
    const { payment, method, amount, receivedOn } = draft.body;
    change.write(
      receiptStatement({
        payment,
        sellerId: change.customer.sellerId,
        customerId: change.customer.id,
        externalId: null,
        method,
        amount: fromStored(amount),
        receivedOn,
        reference: null,
        payer: null,
        recordedAt: WALL,
      }),
    );
  }
}

export function pln(minor: bigint | number): { readonly minor: string; readonly currency: string } {
  return { minor: String(minor), currency: 'PLN' };
}

/** An invoice of one instalment without tax that nothing in a pot pays. */
export function anInvoice(
  invoice: string,
  total: number,
  issuedOn = '2026-03-02',
  due = '2026-03-16',
): FactDraft<'invoice.issued'> {
  return {
    kind: 'invoice.issued',
    effectiveOn: issuedOn,
    body: {
      invoice,
      number: `F/${invoice}`,
      issuedOn,
      total: pln(total),
      net: pln(total),
      tax: pln(0),
      instalments: [{ instalment: 1, dueOn: due, effectiveDueOn: due, amount: pln(total) }],
      consumed: [],
    },
  };
}

/** A payment that lies on one instalment, the rest of it unapplied. */
export function aPayment(
  payment: string,
  amount: number,
  invoice: string,
  applied: number,
): FactDraft<'payment.received'> {
  return {
    kind: 'payment.received',
    effectiveOn: '2026-03-02',
    body: {
      payment,
      amount: pln(amount),
      method: 'bankTransfer',
      receivedOn: '2026-03-02',
      allocations: applied === 0 ? [] : [{ invoice, instalment: 1, amount: pln(applied) }],
      unapplied: pln(amount - applied),
      prepaid: pln(0),
      prepayment: null,
    },
  };
}
