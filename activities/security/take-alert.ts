import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import type { Trx } from '../../db/database.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import { severityOfAlert } from '../../domain/security/severity.ts';
import type { ActivityDeps } from '../deps.ts';
import { askPartner, askPartnerWithin, closeAsked } from '../tasks/ask-partner.ts';
import { isKnown, takeSignal } from './take-signal.ts';

type TakeDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log'>;

const ACTOR = 'alerts';
const HOUR_MS = 3_600_000;
/** Words of the tasks about an alert that is no case, or no case yet; their keys end with its occurrence. */
const STRANGER = 'alertOfStranger';
const NOT_TAKEN = 'alertNotTaken';

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
      await (alert.isTest ? noteTest : askAboutStranger)(deps, trx, alert);
      return false;
    }
    const severity = severityOfAlert(alert.severity);
    const isNew = await takeSignal(deps, trx, {
      customerId,
      kind: 'fraud',
      occurrence,
      severity,
      source: 'alert',
      actor: ACTOR,
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
    // After the customer's lock, as everywhere: the system's chain is taken last.
    await closeQuestions(deps, trx, alert);
    return isNew;
  });
}

/** Somebody sees to an alert that cannot be taken, within the hour; it is read again meanwhile. */
export async function askAboutUntaken(deps: TakeDeps, { occurrence }: SecurityAlert): Promise<void> {
  await askPartner(deps, {
    key: `${NOT_TAKEN}/${occurrence}`,
    what: NOT_TAKEN,
    for: 'analyst',
    subject: occurrence,
    dueAt: deps.wallNow() + HOUR_MS,
    kind: 'alert.notTaken',
    actor: ACTOR,
    body: { occurrence },
  });
}

/** Closes what was asked of a person while it could not be a case. */
async function closeQuestions(deps: TakeDeps, trx: Trx, { occurrence }: SecurityAlert): Promise<void> {
  for (const what of [STRANGER, NOT_TAKEN]) await closeAsked(deps, trx, `${what}/${occurrence}`, ACTOR);
}

/**
 * An alert about a tenant that is no customer of ours is nobody's case and still to be resolved (practice 42): an analyst's task,
 * once, until the tenant is a customer's. Who answers it does so in Partner Center.
 */
async function askAboutStranger(deps: TakeDeps, trx: Trx, { occurrence, alertType }: SecurityAlert): Promise<void> {
  const task = await askPartnerWithin(deps, trx, {
    key: `${STRANGER}/${occurrence}`,
    what: STRANGER,
    for: 'analyst',
    subject: occurrence,
    dueAt: deps.wallNow() + HOUR_MS,
    kind: 'alert.stranger',
    actor: ACTOR,
    body: { occurrence, alertType },
  });
  if (task !== null) deps.log.warn({ occurrence, task }, 'an alert is about no customer of ours');
}

/** A test of Microsoft's is known once, and nobody's work. */
async function noteTest({ wallNow }: TakeDeps, trx: Trx, { occurrence, alertType }: SecurityAlert): Promise<void> {
  const at = wallNow();
  if (!(await claimDelivery(trx, 'alert', occurrence, at))) return;
  const body = { occurrence, alertType };
  await appendSystemAudit(trx, [{ kind: 'alert.test', actor: ACTOR, at, recordedAt: at, body }]);
}
