import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessGrantWorkflowId } from '../../contracts/access-grant-activities.ts';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { securityCaseWorkflowId } from '../../contracts/security-case-activities.ts';
import { continueGrant, loadGrant, openGrant } from '../../db/access-grants.ts';
import { continueCase, loadCase, openCase } from '../../db/security-cases.ts';
import { roleId } from '../../domain/access/access-target.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import { hygieneReviewWorkflowId } from '../../contracts/hygiene-review-activities.ts';
import { loadReview } from '../../db/hygiene-reviews.ts';
import { startReview } from '../../db/start-review.ts';
import { instantAt } from '../../domain/calendar/day.ts';
import { USUAL_HYGIENE } from '../../domain/hygiene/settings.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { RESIDENT_ZONE } from '../support/in-process/resident.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';
import { HISTORIES } from './histories.ts';

/**
 * Adds golden histories: `RECORD_HISTORIES=yes npx vitest run test/replay/record.test.ts`. A history that exists is
 * never written again: it stands for runs that are alive in somebody's installation.
 */
describe.runIf(process.env['RECORD_HISTORIES'] === 'yes')('recording golden histories', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
  });
  afterAll(async () => await house.close());

  const keep = async (name: string, { id }: Pick<Resident, 'id'>, workflowId = lifecycleWorkflowId): Promise<void> => {
    const file = `${HISTORIES}${name}.json`;
    if (existsSync(file)) return;
    const history = await house.client.workflow.getHandle(workflowId(id)).fetchHistory();
    writeFileSync(file, `${JSON.stringify(JSON.parse(historyToJSON(history)), null, 1)}\n`);
    expect(existsSync(file)).toBe(true);
  };

  it('a month with one invoice paid on time', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('A', 50_000n, '2026-01-30');
    await resident.advanceTo('2026-01-20');
    await resident.pay(50_000n);
    await resident.advanceTo('2026-02-05');
    await keep('paid-on-time', resident);
  });

  it('a dunning cycle with suspension and reinstatement', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('B', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-03-10');
    await resident.pay(124_000n);
    await resident.advanceTo('2026-03-11');
    await keep('dunned-suspended-and-reinstated', resident);
  });

  it('a debt that shrinks, so that steps are entered again', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('C1', 50_000n, '2026-01-19');
    await resident.invoice('C2', 50_000n, '2026-02-05');
    await resident.advanceTo('2026-02-09');
    await resident.pay(50_000n);
    await resident.advanceTo('2026-03-30');
    await keep('re-anchored-after-the-oldest-was-paid', resident);
  });

  it('a worker that went away in the middle of a life', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('D', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-23');
    await house.stopWorker();
    await house.startWorker();
    await resident.advanceTo('2026-02-20');
    await keep('lived-by-two-workers', resident);
  });

  it('a security case that goes to the deputy, is contained, judged and closed', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = house.newId('sec');
    const stamp = { at: instantAt('2026-01-05', '07:00', RESIDENT_ZONE), recordedAt: Date.now(), actor: 'test' };
    const add = (drafts: readonly CaseFactDraft[]) =>
      resident.change('case', async (change) => {
        const loaded = await loadCase(change.trx, id);
        const of = { id, customerId: resident.id };
        const { statements } = loaded ? continueCase(loaded, drafts, stamp) : openCase(of, drafts, stamp);
        for (const statement of statements) change.write(statement);
      });
    const body = { kind: 'fraud', severity: 'high', source: 'phone', receivedAt: stamp.at, answerBy: null } as const;
    await add([{ kind: 'case.received', body }]);
    await resident.advanceTo('2026-01-05', '07:40');
    await resident.change('hold', (change) => {
      const hold = house.newId('hld');
      change.command('hold.place', { hold, reason: 'fraud', scope: 'account', until: null });
    });
    await resident.settled();
    const containment = { containment: '1', action: 'suspendSubscriptions', targets: [] } as const;
    await add([{ kind: 'case.containmentOrdered', body: containment }]);
    await resident.advanceTo('2026-01-05', '08:00');
    await add([{ kind: 'case.judged', body: { verdict: 'fraud', waived: false } }]);
    const isClosed = async () => (await loadCase(house.db, id))?.known.closedAt !== null;
    await expect.poll(isClosed, { timeout: 30_000 }).toBe(true);
    await house.client.workflow.getHandle(securityCaseWorkflowId(id)).result();
    await keep('security-case-contained-and-closed', { id }, securityCaseWorkflowId);
  });

  it('a grant of access that is approved, given at its start, and taken away at its end', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = house.newId('acg');
    const at = (time: string) => instantAt('2026-01-05', time, RESIDENT_ZONE);
    const stamp = { at: at('07:00'), recordedAt: Date.now(), actor: 'test' };
    const target = {
      kind: 'directoryRole',
      role: roleId('directoryRole', 'globalReader') ?? '',
      principal: randomUUID(),
    } as const;
    const body = { target, startsAt: at('08:00'), endsAt: at('10:00'), askedBy: 'test', waiverAsked: false };
    const write = (draft: GrantFactDraft) =>
      resident.change('accessGrant', async (change) => {
        const loaded = await loadGrant(change.trx, id);
        const of = { id, customerId: resident.id };
        const { statements } = loaded ? continueGrant(loaded, [draft], stamp) : openGrant(of, [draft], stamp);
        for (const statement of statements) change.write(statement);
      });
    await write({ kind: 'grant.requested', body });
    await resident.advanceTo('2026-01-05', '07:30');
    await write({ kind: 'grant.approved', body: { waived: [] } });
    await resident.advanceTo('2026-01-05', '08:30');
    await expect.poll(async () => (await loadGrant(house.db, id))?.known.activatedAt, { timeout: 30_000 }).toBeTruthy();
    await resident.advanceTo('2026-01-05', '10:30');
    await house.client.workflow.getHandle(accessGrantWorkflowId(id)).result();
    await keep('access-grant-given-and-taken-away', { id }, accessGrantWorkflowId);
  });

  it('a hygiene review that reports, reminds, and is closed by the look that proves it', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const directory = `${house.addresses.microsoft}/control/tenants/${resident.tenant}/directory`;
    const control = (method: string, url: string, body: object) => fetch(url, { method, body: JSON.stringify(body) });
    const user = { id: randomUUID(), createdAt: '2024-01-01T00:00:00Z', signIns: [{ at: '2025-01-01T00:00:00Z' }] };
    await control('POST', directory, { users: [user] });
    const id = house.newId('hyg');
    await resident.change('hygiene', async (change) => {
      const stamp = { at: change.now, recordedAt: Date.now(), actor: 'test' };
      const opening = { id, customerId: resident.id, because: 'person', settings: USUAL_HYGIENE } as const;
      const { statements } = await startReview(change.trx, opening, stamp);
      for (const statement of statements) change.write(statement);
    });
    const told = async () => (await loadReview(house.db, id))?.known.told.size;
    await expect.poll(told, { timeout: 30_000 }).toBe(1);
    await resident.advanceTo('2026-01-21');
    await expect.poll(told, { timeout: 30_000 }).toBe(2);
    await control('POST', `${directory}/users/${user.id}/account`, { enabled: false });
    await resident.advanceTo('2026-01-31');
    await house.client.workflow.getHandle(hygieneReviewWorkflowId(id)).result();
    await keep('hygiene-review-proven-clean', { id }, hygieneReviewWorkflowId);
  });
});
