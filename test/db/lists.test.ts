import { type Compilable, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/database.ts';
import { listApprovals } from '../../db/lists/approvals.ts';
import { findDispute, listDisputes, listPromises } from '../../db/lists/claims.ts';
import { listCustomers } from '../../db/lists/customers.ts';
import { findHold, listHolds } from '../../db/lists/holds.ts';
import { findInvoice, findInvoiceByNumber, invoiceLinesStatement, listInvoices } from '../../db/lists/invoices.ts';
import { findPrepayment, findPrepaymentBy, prepaymentRequestStatement } from '../../db/lists/prepayments.ts';
import { listTasks } from '../../db/lists/tasks.ts';
import { commitChange } from '../../db/commit-change.ts';
import { type Page, type PageRequest, BadCursor } from '../../db/page.ts';
import { profileStatements } from '../../db/profiles.ts';
import { timeline } from '../../db/timeline.ts';
import { aCustomer, anId, anInvoice, asking, aPayment, databaseOfFile, pln, record, WALL } from './support.ts';

const DAY = 86_400_000;
const LATER = WALL + 20 * DAY;
const { test, db } = await databaseOfFile();
let contoso: string;
let fabrikam: string;
let hold: string;
const lateInvoice = anId('inv');
const paidInvoice = anId('inv');
beforeAll(async () => {
  contoso = await aCustomer(db, { externalId: 'ABC-100%' });
  fabrikam = await aCustomer(db, { externalId: 'xyz_2', currency: 'EUR', country: 'DE' });
  hold = anId('hld');
  await commitChange(db, { ...asking(), customer: contoso }, (change) => {
    change.record([
      anInvoice(lateInvoice, 9_000),
      {
        kind: 'hold.placed',
        effectiveOn: change.today,
        body: { hold, reason: 'fraud', scope: 'account', until: null, placedBy: 'user:a' },
      },
    ]);
    const profile = { name: 'Contoso Sp. z o.o.', taxId: 'PL1', registrationNumber: null, addresses: [], notes: null };
    const revision = { revision: 1, effectiveOn: change.today, actor: 'user:a', recordedAt: WALL };
    for (const statement of profileStatements(contoso, profile, revision)) change.write(statement);
    change.write(
      invoiceLinesStatement(lateInvoice, [
        { description: 'Seats', quantity: '3', unitPrice: '30.0000000001', taxRate: '0', net: 9_000n, tax: 0n },
      ]),
    );
  });
  await record(db, contoso, [anInvoice(paidInvoice, 500), aPayment(anId('pay'), 500, paidInvoice, 500)]);
});

/** All items of a list, read with pages of one. */
async function oneByOne<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 1, cursor });
    expect(page.items.length).toBeLessThanOrEqual(1);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

describe('customers', () => {
  const found = async (filter: Parameters<typeof listCustomers>[1], now = WALL) =>
    (await listCustomers(db, filter, { limit: 10 }, now)).items.map((item) => item.head.id);

  it('come page by page, each once', async () => {
    const items = await oneByOne((page) => listCustomers(db, {}, page, WALL));
    expect(items.map((item) => item.head.id)).toEqual([contoso, fabrikam].toSorted());
  });

  it('show their figures on their own day, and their holds', async () => {
    const { items } = await listCustomers(db, { q: 'contoso' }, { limit: 10 }, LATER);
    expect(items).toMatchObject([
      {
        name: 'Contoso Sp. z o.o.',
        standing: { open: 9_000n, overdue: 9_000n, collectible: 9_000n },
        holds: [{ id: hold, reason: 'fraud' }],
      },
    ]);
  });

  it('are found by a part of the name or of the external id, taken literally', async () => {
    expect(await found({ q: 'toso SP' })).toEqual([contoso]);
    expect(await found({ q: 'Z_2' })).toEqual([fabrikam]);
    expect(await found({ q: '100%' })).toEqual([contoso]);
    expect(await found({ q: '1_0' })).toEqual([]);
  });

  it('are filtered by phase, by a hold in force and by what is overdue that day', async () => {
    expect(await found({ phase: 'applied' })).toHaveLength(2);
    expect(await found({ phase: 'active' })).toEqual([]);
    expect(await found({ hold: 'fraud' })).toEqual([contoso]);
    expect(await found({ hold: 'debt' })).toEqual([]);
    expect(await found({ minOverdue: '90' }, LATER)).toEqual([contoso]);
    expect(await found({ minOverdue: '90.01' }, LATER)).toEqual([]);
    expect(await found({ minOverdue: '0.01' }, WALL)).toEqual([]);
  });
});

describe('invoices', () => {
  it('are filtered by customer, state, number and whether they are overdue', async () => {
    const ids = async (filter: Parameters<typeof listInvoices>[1], now = LATER) =>
      (await oneByOne((page) => listInvoices(db, filter, page, now))).map((item) => item.id);
    expect(await ids({ customer: contoso })).toEqual([lateInvoice, paidInvoice].toSorted());
    expect(await ids({ state: 'open' })).toEqual([lateInvoice]);
    expect(await ids({ overdue: true })).toEqual([lateInvoice]);
    expect(await ids({ overdue: true }, WALL)).toEqual([]);
    expect(await ids({ overdue: false })).toEqual([paidInvoice]);
    expect(await ids({ number: `F/${paidInvoice}` })).toEqual([paidInvoice]);
    expect(await ids({ customer: fabrikam })).toEqual([]);
  });

  it('come with instalments and with lines as they were given', async () => {
    const invoice = await findInvoice(db, lateInvoice, LATER);
    expect(invoice).toMatchObject({ today: '2026-03-22', remaining: 9_000n, state: 'open' });
    expect(invoice?.instalments).toEqual([
      { instalment: 1, dueOn: '2026-03-16', effectiveDueOn: '2026-03-16', amount: 9_000n, open: 9_000n },
    ]);
    expect(invoice?.lines).toEqual([
      { description: 'Seats', quantity: '3', unitPrice: '30.0000000001', taxRate: '0', net: 9_000n, tax: 0n },
    ]);
    expect(await findInvoiceByNumber(db, 'sel_default', `F/${lateInvoice}`)).toEqual({
      id: lateInvoice,
      customerId: contoso,
    });
  });
});

describe('what stands beside the debt', () => {
  it('is listed: holds, disputes, promises, tasks, approvals', async () => {
    const customer = await aCustomer(db);
    const invoice = anId('inv');
    const [dispute, promise, plan, approval, task, mine] = [
      anId('dsp'),
      anId('prm'),
      anId('pln'),
      anId('apr'),
      anId('tsk'),
      anId('hld'),
    ];
    const on = '2026-03-02';
    await record(db, customer, [
      anInvoice(invoice, 1_000),
      { kind: 'dispute.opened', effectiveOn: on, body: { dispute, invoice, amount: pln(300) } },
      { kind: 'promise.made', effectiveOn: on, body: { promise, plan, amount: pln(400), dueOn: '2026-03-20' } },
      { kind: 'approval.requested', effectiveOn: on, body: { approval, subject: 'step', key: 'k', askedBy: 'policy' } },
      { kind: 'task.opened', effectiveOn: on, body: { task, key: 't', what: 'call' } },
      {
        kind: 'hold.placed',
        effectiveOn: on,
        body: { hold: mine, reason: 'aup', scope: { subscription: 'sub_1' }, until: WALL + DAY, placedBy: 'user:b' },
      },
    ]);
    await record(db, customer, [aPayment(anId('pay'), 150, invoice, 150)]);
    const page = { limit: 10 };
    expect((await listDisputes(db, { customer, state: 'open' }, page)).items).toMatchObject([
      { id: dispute, amount: 300n, resolvedAt: null },
    ]);
    expect((await listPromises(db, { plan }, page)).items).toMatchObject([
      { id: promise, kept: 150n, amount: 400n, state: 'open' },
    ]);
    expect((await listTasks(db, { customer, open: true }, page)).items).toMatchObject([{ id: task, what: 'call' }]);
    expect((await listApprovals(db, { state: 'open' }, page)).items).toMatchObject([
      { id: approval, askedBy: 'policy', decidedBy: null },
    ]);
    expect((await listHolds(db, { customer, reason: 'aup', active: true }, page)).items).toMatchObject([
      { id: mine, scope: { subscription: 'sub_1' }, until: WALL + DAY, since: WALL },
    ]);

    await record(
      db,
      customer,
      [
        { kind: 'dispute.resolved', effectiveOn: on, body: { dispute, outcome: 'rejected' } },
        { kind: 'promise.ended', effectiveOn: on, body: { promise, outcome: 'broken' } },
        { kind: 'task.closed', effectiveOn: on, body: { task } },
        { kind: 'hold.released', effectiveOn: on, body: { hold: mine, because: 'released' } },
      ],
      { wallNow: WALL + 9 },
    );
    expect(await findDispute(db, dispute)).toMatchObject({ state: 'rejected', resolvedAt: WALL + 9 });
    expect((await listPromises(db, { customer, state: 'broken' }, page)).items).toHaveLength(1);
    expect((await listTasks(db, { customer, open: true }, page)).items).toEqual([]);
    expect(await findHold(db, mine)).toMatchObject({
      active: false,
      releasedAt: WALL + 9,
      releasedBecause: 'released',
    });
  });
});

describe('a prepayment', () => {
  it('is found by its bank reference, and settles by what was paid on it', async () => {
    const customer = await aCustomer(db);
    const prepayment = anId('prp');
    await commitChange(db, { ...asking(), customer }, (change) => {
      change.record([
        {
          kind: 'prepayment.requested',
          effectiveOn: change.today,
          body: { prepayment, amount: pln(800), purpose: 'onboarding' },
        },
      ]);
      change.write(
        prepaymentRequestStatement({
          prepayment,
          customerId: customer,
          bankReference: 'TP-1',
          checkoutUrl: null,
          gatewaySession: null,
        }),
      );
    });
    expect(await findPrepaymentBy(db, 'bank_reference', 'TP-1')).toMatchObject({
      id: prepayment,
      state: 'requested',
      settled: 0n,
    });
    const paid = aPayment(anId('pay'), 300, '', 0);
    const body = { ...paid.body, unapplied: pln(0), prepaid: pln(300), prepayment };
    await record(db, customer, [{ ...paid, body }]);
    expect(await findPrepayment(db, prepayment)).toMatchObject({
      state: 'partlyPaid',
      settled: 300n,
      bankReference: 'TP-1',
    });
  });
});

describe('the timeline', () => {
  it('tells everything, the newest first, page by page', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 100)]);
    const events = await oneByOne((page) => timeline(db, customer, page));
    expect(events.map((event) => event.kind)).toEqual(['invoice.issued', 'policy.assigned', 'customer.registered']);
    expect(events[0]?.fact).toMatchObject({ effectiveOn: '2026-03-02', body: { total: pln(100) } });
    await expect(timeline(db, customer, { limit: 1, cursor: 'nonsense' })).rejects.toThrow(BadCursor);
  });
});

describe('every list', () => {
  it('can be answered by an index', async () => {
    const owner = connect(test.ownerUrl, { max: 1 });
    const planOf = (query: Compilable) =>
      owner.transaction().execute(async (trx) => {
        await sql`set local enable_seqscan = off`.execute(trx);
        const compiled = query.compile();
        const explained = { ...compiled, sql: `explain ${compiled.sql}` };
        const { rows } = await trx.executeQuery<{ 'QUERY PLAN': string }>(explained);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    const lists = {
      customer_by_phase: owner
        .selectFrom('customer')
        .selectAll()
        .where('phase', '=', 'dunning')
        .orderBy('id')
        .limit(50),
      invoice_by_customer: owner
        .selectFrom('invoice')
        .selectAll()
        .where('customer_id', '=', 'x')
        .orderBy('id')
        .limit(50),
      invoice_by_state: owner.selectFrom('invoice').selectAll().where('state', '=', 'open').orderBy('id').limit(50),
      notice_by_customer: owner.selectFrom('notice').selectAll().where('customer_id', '=', 'x').orderBy('id').limit(50),
      notice_by_state: owner.selectFrom('notice').selectAll().where('state', '=', 'bounced').orderBy('id').limit(50),
      notice_by_kind: owner.selectFrom('notice').selectAll().where('kind', '=', 'service').orderBy('id').limit(50),
      dispute_by_customer: owner
        .selectFrom('dispute')
        .selectAll()
        .where('customer_id', '=', 'x')
        .orderBy('id')
        .limit(50),
      promise_by_customer: owner
        .selectFrom('promise')
        .selectAll()
        .where('customer_id', '=', 'x')
        .orderBy('id')
        .limit(50),
      hold_by_customer: owner.selectFrom('hold').selectAll().where('customer_id', '=', 'x').orderBy('id').limit(50),
      approval_open: owner.selectFrom('approval').selectAll().where('state', '=', 'open').orderBy('id').limit(50),
      customer_undelivered: owner
        .selectFrom('customer')
        .select('id')
        .whereRef('fact_version', '>', 'delivered_version')
        .where('marked_at', '<', new Date(0))
        .orderBy('marked_at')
        .limit(50),
      customer_behind: owner
        .selectFrom('customer')
        .select('id')
        .whereRef('fact_version', '>', 'assessed_version')
        .where('marked_at', '<', new Date(0))
        .orderBy('marked_at')
        .limit(50),
      audit_event_by_actor: owner
        .selectFrom('audit_event')
        .selectAll()
        .where('actor', '=', 'x')
        .orderBy('recorded_at')
        .orderBy('chain')
        .orderBy('seq')
        .limit(50),
      audit_event_by_kind: owner
        .selectFrom('audit_event')
        .selectAll()
        .where('kind', '=', 'x')
        .orderBy('recorded_at')
        .orderBy('chain')
        .orderBy('seq')
        .limit(50),
      audit_event_by_time: owner
        .selectFrom('audit_event')
        .selectAll()
        .where('recorded_at', '>', new Date(0))
        .orderBy('recorded_at')
        .orderBy('chain')
        .orderBy('seq')
        .limit(50),
    };
    for (const [index, query] of Object.entries(lists)) expect(await planOf(query)).toContain(index);
    await owner.destroy();
  });
});
