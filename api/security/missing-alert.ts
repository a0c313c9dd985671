import type { z } from 'zod';
import type { missingAlertQuery, missingAlertReport } from '../../contracts/security-cases.ts';
import type { Db } from '../../db/database.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import { loadCase } from '../../db/security-cases.ts';
import { startOfDay } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFact } from '../../domain/security/case-facts.ts';

/**
 * What Partner Center's support is told about an alert that never came (practice 48), out of the case: which subscription
 * and resource its facts name, since when it did harm, and until when: its containment, else its end.
 * @throws Refusal `not_found`
 */
export async function missingAlertOf(
  db: Db,
  partnerTenant: string,
  caseId: string,
  better: z.output<typeof missingAlertQuery>,
): Promise<z.output<typeof missingAlertReport>> {
  const loaded = await loadCase(db, caseId);
  if (loaded === undefined) throw new Refusal('not_found', `there is no security case ${caseId}`);
  const { known, facts, customerId } = loaded;
  const seen = await seenSince(db, customerId, facts);
  const report = {
    case: caseId,
    partnerTenant,
    customerTenant: (await linkedTenant(db, customerId))?.tenant ?? null,
    subscription: better.subscription ?? named(facts, 'subscription'),
    resource: better.resource ?? named(facts, 'resource'),
    impact: {
      start: better.impactStart ?? Math.min(seen, known.receivedAt),
      end: better.impactEnd ?? known.actedAt ?? known.closedAt,
    },
  };
  const { customerTenant, subscription, resource, impact } = report;
  const fields = { customerTenant, subscription, resource, impactEnd: impact.end };
  return {
    ...report,
    missing: (['customerTenant', 'subscription', 'resource', 'impactEnd'] as const).filter(
      (name) => fields[name] === null,
    ),
  };
}

/** The first that a fact names. A finding of our own names what it is about; what it calls `all` is no resource. */
function named(facts: readonly CaseFact[], what: 'subscription' | 'resource'): string | null {
  for (const { kind, body } of facts) {
    if (what === 'resource' && kind === 'case.findingLinked' && body.subject !== 'all') return body.subject;
    if (what === 'resource') continue;
    if (kind === 'case.alertLinked' && body.azureSubscription !== null) return body.azureSubscription;
    if (kind === 'case.noticeLinked' && body.subscriptions[0] !== undefined) return body.subscriptions[0];
    if (kind === 'case.containmentOrdered' && body.targets[0] !== undefined) return body.targets[0];
  }
  return null;
}

/** The first day on which our own watch has seen it. */
async function seenSince(db: Db, customerId: string, facts: readonly CaseFact[]): Promise<number> {
  const days = facts.flatMap(({ kind, body }) => (kind === 'case.findingLinked' ? [body.day] : []));
  const [first] = days.toSorted();
  if (first === undefined) return Number.POSITIVE_INFINITY;
  const { time_zone } = await db
    .selectFrom('customer')
    .select('time_zone')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
  return startOfDay(first, time_zone);
}
