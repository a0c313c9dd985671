import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { toDate } from '../../db/database-time.ts';
import { alertStatement, type CaseRecording, continueCase, loadCase, openCase } from '../../db/security-cases.ts';
import { writeChange } from '../../db/write-change.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { severityOfAlert } from '../../domain/security/severity.ts';
import type { ActivityDeps } from '../deps.ts';

type TakeDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log'>;

/**
 * Makes an alert part of a case, once, however often and by whichever way it is seen. It joins the customer's open fraud
 * case that has no verdict yet and no alert of another subscription: the phone call, the push and the poll are one case.
 * @returns whether it was new
 */
export async function takeAlert(deps: TakeDeps, alert: SecurityAlert): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    if (await isKnown(trx, alert.occurrence)) return false;
    const customerId = await customerOf(trx, alert);
    if (customerId === undefined || alert.isTest) {
      await noteStranger(deps, trx, alert);
      return false;
    }
    const customer = await lockCustomer(trx, customerId);
    if (await isKnown(trx, alert.occurrence)) return false;
    const wallNow = deps.wallNow();
    const stamp = { at: businessNow(customer, wallNow), recordedAt: wallNow, actor: 'alerts' };
    const { caseId, recording } = await recordingOf(deps, trx, customer.id, alert, stamp);
    await writeChange(trx, customer, {
      statements: [...recording.statements, alertStatement(caseId, alert.occurrence, wallNow)],
      events: recording.events,
    });
    return true;
  });
}

async function recordingOf(
  deps: TakeDeps,
  trx: Trx,
  customerId: string,
  alert: SecurityAlert,
  stamp: Parameters<typeof openCase>[2],
): Promise<{ readonly caseId: string; readonly recording: CaseRecording }> {
  const linked: CaseFactDraft = {
    kind: 'case.alertLinked',
    body: {
      occurrence: alert.occurrence,
      alert: alert.id,
      way: alert.way,
      azureSubscription: alert.azureSubscriptionId,
      alertType: alert.alertType,
    },
  };
  const joined = await openCaseFor(trx, customerId, alert);
  if (joined !== undefined) return { caseId: joined.id, recording: continueCase(joined, [linked], stamp) };
  const id = deps.newId('sec');
  const received: CaseFactDraft = {
    kind: 'case.received',
    body: {
      kind: 'fraud',
      severity: severityOfAlert(alert.severity),
      source: 'alert',
      // The hour runs from when we could know. An alert that was detected yesterday is not late before it is seen.
      receivedAt: stamp.at,
      answerBy: null,
    },
  };
  return { caseId: id, recording: openCase({ id, customerId }, [received, linked], stamp) };
}

async function openCaseFor(trx: Trx, customerId: string, alert: SecurityAlert) {
  const rows = await trx
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'fraud')
    .where('verdict', 'is', null)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id } of rows) {
    const loaded = await loadCase(trx, id);
    const fits = loaded?.known.alerts.every(({ azureSubscription }) => azureSubscription === alert.azureSubscriptionId);
    if (loaded && fits) return loaded;
  }
  return undefined;
}

async function isKnown(trx: Trx, occurrence: string): Promise<boolean> {
  const row = await trx
    .selectFrom('security_case_alert')
    .select('case_id')
    .where('occurrence', '=', occurrence)
    .executeTakeFirst();
  return row !== undefined;
}

async function customerOf(trx: Trx, { customerTenantId }: SecurityAlert): Promise<string | undefined> {
  const row = await trx
    .selectFrom('customer')
    .select('id')
    .where('microsoft_tenant_id', '=', customerTenantId)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** An alert about a tenant that is no customer of ours, or a test of Microsoft's: known once, and nobody's case. */
async function noteStranger(deps: TakeDeps, trx: Trx, alert: SecurityAlert): Promise<void> {
  const wallNow = deps.wallNow();
  const first = await trx
    .insertInto('webhook_delivery')
    .values({ source: 'alert', id: alert.occurrence, received_at: toDate(wallNow) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (first === undefined) return;
  deps.log.warn({ occurrence: alert.occurrence, isTest: alert.isTest }, 'an alert is about no customer of ours');
  const kind = alert.isTest ? 'alert.test' : 'alert.stranger';
  const body = { occurrence: alert.occurrence, alertType: alert.alertType };
  await appendSystemAudit(trx, [{ kind, actor: 'alerts', at: wallNow, recordedAt: wallNow, body }]);
}
