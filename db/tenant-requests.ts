import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { OnboardingTables } from './tables/onboarding-tables.ts';

/** A tenant that was asked for, or a customer who was invited to link the one it has. */
export interface TenantRequest {
  readonly state: OnboardingTables['tenant_request']['state'];
  readonly domain: string | null;
  readonly attempt: number;
  readonly invitationUrl: string | null;
  readonly code: string | null;
  readonly askedAt: Instant;
}

export async function findTenantRequest(db: Db, customerId: string): Promise<TenantRequest | undefined> {
  const row = await db
    .selectFrom('tenant_request')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row && requestOf(row);
}

/** Keeps what is asked for now; one before it is replaced. */
export async function keepTenantRequest(
  trx: Trx,
  customerId: string,
  { askedAt, ...request }: TenantRequest,
  actor: string,
): Promise<void> {
  const row = {
    state: request.state,
    domain: request.domain,
    attempt: request.attempt,
    invitation_url: request.invitationUrl,
    code: request.code,
    actor,
    asked_at: toDate(askedAt),
  };
  await trx
    .insertInto('tenant_request')
    .values({ customer_id: customerId, ...row })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
    .execute();
}

/** What came of the request: made, or refused with Microsoft's code. */
export async function endTenantRequest(
  db: Db,
  customerId: string,
  state: 'made' | 'refused',
  code: string | null,
): Promise<void> {
  await db.updateTable('tenant_request').set({ state, code }).where('customer_id', '=', customerId).execute();
}

function requestOf(row: Selectable<OnboardingTables['tenant_request']>): TenantRequest {
  const { state, domain, attempt, invitation_url: invitationUrl, code, asked_at } = row;
  return { state, domain, attempt, invitationUrl, code, askedAt: toInstant(asked_at) };
}
