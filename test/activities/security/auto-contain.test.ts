import { beforeAll, expect, it } from 'vitest';
import { assessCase } from '../../../activities/security/assess-case.ts';
import { activatePolicy, insertPolicyVersion } from '../../../db/policies.ts';
import { caseEvidence } from '../../../db/lists/security-cases.ts';
import { openCase } from '../../../db/security-cases.ts';
import { inTurn } from '../../../db/statement.ts';
import { money } from '../../../domain/money.ts';
import type { CaseFactDraft, CaseSeverity } from '../../../domain/security/case-facts.ts';
import { aCustomer, anId, databaseOfFile, WALL } from '../../db/support.ts';
import { STANDARD } from '../../support/policies.ts';

const { db } = await databaseOfFile();
beforeAll(async () => {
  const autoContain = { severity: 'high', confidence: 'high', atStake: money(50_000n, 'PLN') } as const;
  const policy = { ...STANDARD, version: 2, security: { autoContain } };
  await db.transaction().execute(async (trx) => {
    await insertPolicyVersion(trx, { policy, source: {}, actor: 'finance', wallNow: WALL });
    await activatePolicy(trx, { key: 'standard', version: 2, openCases: 'freeze', actor: 'finance', wallNow: WALL });
  });
});

/** A case about one Azure subscription of a customer who lives under version 2 and has consumed so much. */
async function aCase(confidence: CaseSeverity, unbilled: bigint): Promise<string> {
  const customerId = await aCustomer(db);
  await db.updateTable('customer').set({ policy_version: 2 }).where('id', '=', customerId).execute();
  const line = { region: 'westus', service: 'Compute', kind: 'N', cost: String(unbilled), night: null };
  await db
    .insertInto('usage_statement')
    .values({
      customer_id: customerId,
      day: '2026-03-01',
      known_at: new Date(WALL),
      lines: JSON.stringify([line]),
      cost_minor: unbilled,
      currency: 'PLN',
    })
    .execute();
  const drafts: CaseFactDraft[] = [
    {
      kind: 'case.received',
      body: { kind: 'fraud', severity: 'high', source: 'alert', receivedAt: WALL, answerBy: null },
    },
    {
      kind: 'case.alertLinked',
      body: {
        occurrence: anId('sec'),
        alert: 'a',
        way: 'graph',
        azureSubscription: 'azure-1',
        alertType: 'CryptoMining',
        confidence,
      },
    },
  ];
  const caseId = anId('sec');
  const { statements } = openCase({ id: caseId, customerId }, drafts, { at: WALL, recordedAt: WALL, actor: 'alerts' });
  await db.transaction().execute((trx) => inTurn(trx, statements));
  const turn = async () => await assessCase({ db, wallNow: () => WALL }, { caseId, customerId });
  await turn();
  expect((await turn()).effects.map(({ key }) => key)).toContain('received');
  return caseId;
}
const factsOf = async (caseId: string) =>
  ((await caseEvidence(db, [caseId])).get(caseId) ?? [])
    .slice(2)
    .map(({ kind, actor, body }) => ({ kind, actor, body }));

it('a sure alert about enough money is contained by the policy, once, and the version is on record', async () => {
  expect(await factsOf(await aCase('high', 50_000n))).toEqual([
    {
      kind: 'case.containmentOrdered',
      actor: 'case',
      body: { containment: '1', action: 'cancelAzureSubscriptions', targets: ['azure-1'], approval: 'fourEyes' },
    },
    {
      kind: 'case.containmentApproved',
      actor: 'case',
      body: { containment: '1', policy: { key: 'standard', version: 2 } },
    },
  ]);
});

it('one that is less sure, or about less money, waits for people', async () => {
  expect(await factsOf(await aCase('medium', 50_000n))).toEqual([]);
  expect(await factsOf(await aCase('high', 49_999n))).toEqual([]);
});
