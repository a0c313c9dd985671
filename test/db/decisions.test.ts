import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commitChange } from '../../db/commit-change.ts';
import { pendingCommands } from '../../db/commands.ts';
import { findCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { loadDecisionInput } from '../../db/decision-input.ts';
import { findDecision, listDecisions } from '../../db/decisions.ts';
import { lockEffect, unfinishedEffects } from '../../db/effects.ts';
import { loadAccount } from '../../db/load-account.ts';
import { findOperation } from '../../db/operations.ts';
import { recordDecision } from '../../db/record-decision.ts';
import { verifyChains } from '../../db/audit.ts';
import { timeline } from '../../db/timeline.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { decide } from '../../domain/decide.ts';
import type { Decision } from '../../domain/decision.ts';
import { type IdPrefix, newId } from '../../domain/ids.ts';
import { aCustomer, anId, anInvoice, aPayment, asking, databaseOfFile, record, WALL } from './support.ts';

const DAY = 86_400_000;
const { db } = await databaseOfFile();

/** The same seed gives the same ids, as in the running system: else no decision could be made again. */
function seeded(seed: string, now: number): (prefix: IdPrefix) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return newId(prefix, { now, random: createHash('sha256').update(`${seed} ${count}`).digest().subarray(0, 10) });
  };
}

/** One turn, as the life takes it. */
async function assess(trx: Trx, id: string, turn: number, now: number): Promise<Decision> {
  const customer = await lockCustomer(trx, id);
  const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
  const pending = await pendingCommands(trx, id);
  const ids = seeded(`${id} ${customer.factVersion} ${now}`, now);
  const decision = decide(account, { policy, activePolicyVersion, now, pending, newId: ids });
  const made = {
    customer,
    account,
    policy,
    activePolicyVersion,
    decision,
    commands: pending,
    decisionId: anId('dec'),
    wallNow: now,
  };
  await recordDecision(trx, { ...made, run: { runId: 'run', turn } });
  return decision;
}

const turnOf = (id: string, turn: number, now: number) => db.transaction().execute((trx) => assess(trx, id, turn, now));

describe('a decision', () => {
  it('is stored with its input, and how far the life has come is on the customer', async () => {
    const customer = await aCustomer(db);
    await record(db, customer, [anInvoice(anId('inv'), 50_000)]);
    const decision = await turnOf(customer, 1, WALL);
    const head = await findCustomer(db, customer);
    const version = decision.moves.length === 0 ? 2 : 3;
    expect(head).toMatchObject({
      phase: 'active',
      factVersion: version,
      assessedVersion: version,
      deliveredVersion: version,
    });
    expect(head?.wakeAt).toBe(decision.wakeAt);
    expect(head?.nextStep).toEqual(decision.nextStep);
    const stored = await findDecision(db, customer, 'run', 1);
    expect(stored).toMatchObject({ id: head?.latestDecisionId, factVersion: 2, now: WALL, decision });
    await expect(turnOf(customer, 1, WALL)).rejects.toThrow('decision_customer_id_run_id_turn_key');
  });

  it('marks commands applied or refused, and their operations say so', async () => {
    const customer = await aCustomer(db);
    const give = (until: string) =>
      commitChange(db, { ...asking(), customer }, (change) => change.command('dunning.pause', { until }));
    const good = await give('2026-04-01');
    const bad = await give('2020-01-01');
    await turnOf(customer, 1, WALL);
    expect(await findOperation(db, good.operationId ?? '')).toMatchObject({ state: 'applied', problem: null });
    const refused = await findOperation(db, bad.operationId ?? '');
    expect(refused?.state).toBe('refused');
    expect(refused?.problem?.code).toBeTypeOf('string');
    const { items } = await timeline(db, customer, { limit: 50 });
    expect(items.map((item) => item.kind)).toEqual(
      expect.arrayContaining(['command.given', 'command.applied', 'command.refused', 'dunning.paused']),
    );
    expect(items.find((item) => item.kind === 'dunning.paused')?.fact?.body).toEqual({ until: '2026-04-01' });
    expect((await verifyChains(db, customer)).broken).toEqual([]);
  });

  it('keeps effects: new ones decided, those it no longer wants dropped, those under way as they are', async () => {
    const customer = await aCustomer(db);
    const invoice = anId('inv');
    await record(db, customer, [anInvoice(invoice, 50_000)]);
    const late = WALL + 18 * DAY;
    const first = await turnOf(customer, 1, late);
    const wanted = first.effects.map((effect) => effect.key);
    expect(wanted).toHaveLength(1);
    expect((await unfinishedEffects(db, customer)).map((row) => [row.key, row.state])).toEqual([
      [wanted[0], 'decided'],
    ]);

    await record(db, customer, [aPayment(anId('pay'), 50_000, invoice, 50_000)], { wallNow: late });
    await turnOf(customer, 2, late);
    expect(await unfinishedEffects(db, customer)).toEqual([]);
    const state = async () =>
      (await db.transaction().execute((trx) => lockEffect(trx, customer, wanted[0] ?? '')))?.state;
    expect(await state()).toBe('dropped');

    await record(db, customer, [{ ...aReversal(await paymentOf(customer), invoice), effectiveOn: '2026-03-20' }], {
      wallNow: late,
    });
    await turnOf(customer, 3, late);
    const again = await unfinishedEffects(db, customer);
    expect(again).toHaveLength(1);
    await db
      .updateTable('effect')
      .set({ state: 'sending', sending_at: new Date(late) })
      .where('customer_id', '=', customer)
      .where('effect_key', '=', again[0]?.key ?? '')
      .execute();
    await record(db, customer, [{ kind: 'dunning.paused', effectiveOn: '2026-03-20', body: { until: '2026-05-01' } }], {
      wallNow: late,
    });
    expect((await turnOf(customer, 4, late)).effects).toEqual([]);
    expect((await unfinishedEffects(db, customer)).map((row) => row.state)).toEqual(['sending']);
  });

  it('can be made again from PostgreSQL alone, a thousand times, byte for byte', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => aCustomer(db)));
    await Promise.all(
      customers.map(async (customer, index) => {
        const invoice = anId('inv');
        await record(db, customer, [anInvoice(invoice, 30_000 + index)]);
        for (let turn = 1; turn <= 125; turn += 1) {
          const now = WALL + turn * 0.7 * DAY + index * 3_600_000;
          if (turn % 9 === index) {
            const until = new Date(now + 5 * DAY).toISOString().slice(0, 10);
            await commitChange(db, { ...asking({ wallNow: now }), customer }, (change) =>
              change.command('dunning.pause', { until }),
            );
          }
          if (turn === 60 + index)
            await record(db, customer, [aPayment(anId('pay'), 10_000, invoice, 10_000)], { wallNow: now });
          await turnOf(customer, turn, now);
        }
      }),
    );
    let again = 0;
    for (const customer of customers) {
      for (const stored of await listDecisions(db, customer, { limit: 200 })) {
        const { factsUnchanged, account, ...input } = await loadDecisionInput(db, stored);
        expect(factsUnchanged).toBe(true);
        const ids = seeded(`${customer} ${stored.factVersion} ${stored.now}`, stored.now);
        const decision = decide(account, { ...input, now: stored.now, newId: ids });
        expect(canonicalJson(decision)).toBe(canonicalJson(stored.decision));
        again += 1;
      }
    }
    expect(again).toBe(1_000);
  }, 120_000);
});

async function paymentOf(customer: string): Promise<string> {
  const row = await db.selectFrom('payment').select('id').where('customer_id', '=', customer).executeTakeFirstOrThrow();
  return row.id;
}

function aReversal(payment: string, invoice: string) {
  const amount = { minor: '50000', currency: 'PLN' };
  const nothing = { minor: '0', currency: 'PLN' };
  return {
    kind: 'payment.reversed' as const,
    body: {
      payment,
      kind: 'chargeback' as const,
      amount,
      reopened: [{ invoice, instalment: 1, amount, source: payment }],
      fromUnapplied: nothing,
      fromPrepaid: nothing,
      applied: [],
    },
  };
}
