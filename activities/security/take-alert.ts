import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import type { Trx } from '../../db/database.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import { severityOfAlert } from '../../domain/security/severity.ts';
import type { ActivityDeps } from '../deps.ts';
import { isKnown, takeSignal } from './take-signal.ts';

type TakeDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log'>;

/**
 * Makes an alert of Microsoft's part of a case, once. It joins a case that has no alert of another Azure subscription.
 * @returns whether it was new
 */
export async function takeAlert(deps: TakeDeps, alert: SecurityAlert): Promise<boolean> {
  return await deps.db.transaction().execute(async (trx) => {
    const { occurrence, id, way, azureSubscriptionId: azureSubscription, alertType, confidence, detectedAt } = alert;
    if (await isKnown(trx, occurrence)) return false;
    const customerId = (await customerOfTenant(trx, alert.customerTenantId))?.id;
    if (customerId === undefined || alert.isTest) {
      await noteStranger(deps, trx, alert);
      return false;
    }
    const severity = severityOfAlert(alert.severity);
    return await takeSignal(deps, trx, {
      customerId,
      kind: 'fraud',
      occurrence,
      severity,
      source: 'alert',
      actor: 'alerts',
      linked: {
        kind: 'case.alertLinked',
        body: {
          occurrence,
          alert: id,
          way,
          azureSubscription,
          alertType,
          detectedAt,
          severity,
          ...(confidence === 'unknown' ? {} : { confidence }),
          resources: alert.affectedResources.map((resource) => resource.id),
        },
      },
      fits: ({ alerts, notices }) =>
        alerts.every((known) => known.azureSubscription === azureSubscription) &&
        notices.every(({ subscriptions: named }) => named.length === 0 || named.includes(azureSubscription ?? '')),
    });
  });
}

/** An alert about a tenant that is no customer of ours, or a test of Microsoft's: known once, and nobody's case. */
async function noteStranger(deps: TakeDeps, trx: Trx, { occurrence, alertType, isTest }: SecurityAlert): Promise<void> {
  const wallNow = deps.wallNow();
  if (!(await claimDelivery(trx, 'alert', occurrence, wallNow))) return;
  deps.log.warn({ occurrence, isTest }, 'an alert is about no customer of ours');
  const kind = isTest ? 'alert.test' : 'alert.stranger';
  const body = { occurrence, alertType };
  await appendSystemAudit(trx, [{ kind, actor: 'alerts', at: wallNow, recordedAt: wallNow, body }]);
}
