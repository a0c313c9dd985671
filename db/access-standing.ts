import type { ControlEvidence } from '../domain/access/controls.ts';
import { type DelegatedRelationship, isInForce } from '../domain/access/relationship-end.ts';
import { roleId } from '../domain/access/access-target.ts';
import { type Explanation, type StandingAssignment, unexplained } from '../domain/access/standing-access.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { currentContacts } from './profiles.ts';

/** What a sweep has read of a customer's access at Microsoft. */
export interface AccessStanding {
  /** Wall instant. */
  readonly readAt: Instant;
  readonly admins: number;
  readonly adminsWithoutMfa: readonly string[];
  readonly fullAdministrators: readonly StandingAssignment[];
  readonly relationships: readonly DelegatedRelationship[];
  readonly azureSubscriptions: readonly string[];
}

/** Takes the place of what was read before. */
export async function keepStanding(db: Db, customerId: string, standing: AccessStanding): Promise<void> {
  const row = {
    read_at: toDate(standing.readAt),
    admins: standing.admins,
    admins_without_mfa: JSON.stringify(standing.adminsWithoutMfa),
    full_administrators: JSON.stringify(standing.fullAdministrators),
    relationships: JSON.stringify(standing.relationships),
    azure_subscriptions: JSON.stringify(standing.azureSubscriptions),
  };
  await db
    .insertInto('access_standing')
    .values({ customer_id: customerId, ...row })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
    .execute();
}

export async function findStanding(db: Db, customerId: string): Promise<AccessStanding | undefined> {
  const row = await db
    .selectFrom('access_standing')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return (
    row && {
      readAt: toInstant(row.read_at),
      admins: row.admins,
      adminsWithoutMfa: row.admins_without_mfa,
      fullAdministrators: row.full_administrators,
      relationships: row.relationships,
      azureSubscriptions: row.azure_subscriptions,
    }
  );
}

/** How an assignment of a customer's is named as the occurrence of a case. */
export function standingOccurrence(customerId: string, assignment: string): string {
  return `access/${customerId}/${assignment}`;
}

/** What explains assignments of a customer's: grants that gave them, and cases that a person has judged legitimate. */
export async function explanationsOf(db: Db, customerId: string): Promise<readonly Explanation[]> {
  const grants = await db
    .selectFrom('access_grant')
    .innerJoin('customer', 'customer.id', 'access_grant.customer_id')
    .select(['target', 'ends_at', 'revoked_at', 'clock_offset_ms'])
    .where('customer_id', '=', customerId)
    .where('activating_at', 'is not', null)
    .where('access_grant.closed_at', 'is', null)
    .execute();
  const prefix = standingOccurrence(customerId, '');
  const judged = await db
    .selectFrom('security_case')
    .innerJoin('security_case_signal', 'security_case_signal.case_id', 'security_case.id')
    .select('occurrence')
    .where('customer_id', '=', customerId)
    .where('verdict', '=', 'legitimate')
    .where('occurrence', 'like', `${prefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
    .execute();
  return [
    ...grants.map(
      ({ target, ends_at, revoked_at, clock_offset_ms }) =>
        ({ by: 'grant', target, until: toInstant(revoked_at ?? ends_at) - Number(clock_offset_ms) }) as const,
    ),
    ...judged.map(({ occurrence }) => ({ by: 'verdict', assignment: occurrence.slice(prefix.length) }) as const),
  ];
}

const GLOBAL_ADMINISTRATOR = roleId('directoryRole', 'globalAdministrator') ?? '';

/** All that the judgement of a customer's controls asks for, as it is on record. */
export async function controlEvidence(db: Db | Trx, customerId: string, now: Instant): Promise<ControlEvidence> {
  const standing = await findStanding(db, customerId);
  const budget = await db
    .selectFrom('usage_mark')
    .select('budget')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  const heard = await db
    .selectFrom('audit_event')
    .select(['kind', 'recorded_at'])
    .where('kind', 'in', ['webhooks.heard', 'webhooks.silent'])
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const contacts = await currentContacts(db, customerId);
  const explanations = await explanationsOf(db, customerId);
  return {
    now,
    readAt: standing?.readAt ?? null,
    admins: standing?.admins ?? 0,
    adminsWithoutMfa: standing?.adminsWithoutMfa.length ?? 0,
    hasBudget: budget?.budget != null,
    alertsHeardAt: heard?.kind === 'webhooks.heard' ? toInstant(heard.recorded_at) : null,
    hasSecurityContact: contacts.some(({ role, email }) => role === 'security' && email !== null),
    broadRelationships: (standing?.relationships ?? []).filter(
      (one) => isInForce(one, now) && one.roles.includes(GLOBAL_ADMINISTRATOR),
    ).length,
    unexplained: unexplained(standing?.fullAdministrators ?? [], explanations, now).length,
  };
}
