import { type Selectable, sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { DutyKind, DutyState, Signatory } from '../domain/onboarding/duty.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { OnboardingTables } from './tables/onboarding-tables.ts';

/** Something owed to Microsoft for a customer. `revision` tells the latest wish from the ones it replaced. */
export interface Duty {
  readonly customerId: string;
  readonly kind: DutyKind;
  readonly revision: number;
  readonly state: DutyState;
  readonly code: string | null;
  readonly signatory: Signatory | null;
  readonly agreedAt: Instant | null;
  readonly askedAt: Instant;
  readonly endedAt: Instant | null;
}

/** Owes it from now on; what was owed before is replaced. Wall instant. */
export function dutyStatement(
  customerId: string,
  kind: DutyKind,
  wish: { readonly signatory?: Signatory | null; readonly agreedAt?: Instant | null },
  wallNow: Instant,
): Statement {
  const row = {
    state: 'due' as const,
    code: null,
    signatory: wish.signatory ? JSON.stringify(wish.signatory) : null,
    agreed_at: wish.agreedAt == null ? null : toDate(wish.agreedAt),
    asked_at: toDate(wallNow),
    ended_at: null,
  };
  return (trx) =>
    trx
      .insertInto('microsoft_duty')
      .values({ customer_id: customerId, kind, revision: 1, ...row })
      .onConflict((conflict) =>
        conflict
          .columns(['customer_id', 'kind'])
          .doUpdateSet({ ...row, revision: sql<number>`microsoft_duty.revision + 1` }),
      )
      .compile();
}

/** Ends a duty, unless it was replaced meanwhile: the newer wish is still owed. Who signed is forgotten with it. */
export function dutyEndedStatement(
  { customerId, kind, revision }: Duty,
  state: Exclude<DutyState, 'due'>,
  code: string | null,
  wallNow: Instant,
): Statement {
  return (trx) =>
    trx
      .updateTable('microsoft_duty')
      .set({ state, code, ended_at: toDate(wallNow), ...(state === 'refused' ? {} : { signatory: null }) })
      .where('customer_id', '=', customerId)
      .where('kind', '=', kind)
      .where('revision', '=', revision)
      .compile();
}

/** What was refused is owed again, as a new intention. */
export function refusedDutiesAgainStatement(customerId: string): Statement {
  return (trx) =>
    trx
      .updateTable('microsoft_duty')
      .set({ state: 'due', code: null, ended_at: null, revision: sql<number>`revision + 1` })
      .where('customer_id', '=', customerId)
      .where('state', '=', 'refused')
      .compile();
}

/**
 * What is owed for customers who have a tenant by now, with it, the oldest first; consents last, because a book that is taken
 * over owes one for everybody, and an order waits for an attestation.
 */
export async function dutiesDue(db: Db): Promise<readonly (Duty & { readonly tenant: string })[]> {
  const rows = await db
    .selectFrom('microsoft_duty')
    .innerJoin('customer', 'customer.id', 'microsoft_duty.customer_id')
    .selectAll('microsoft_duty')
    .select('customer.microsoft_tenant_id as tenant')
    .where('microsoft_duty.state', '=', 'due')
    .where('customer.microsoft_tenant_id', 'is not', null)
    .where((of) =>
      of.or([of('microsoft_duty.kind', '=', 'withdrawal'), of('customer.phase', 'not in', ['closed', 'refused'])]),
    )
    .orderBy(({ eb }) => eb('microsoft_duty.kind', 'in', ['consent', 'withdrawal']))
    .orderBy('microsoft_duty.asked_at')
    .limit(1000)
    .execute();
  return rows.flatMap(({ tenant, ...row }) => (tenant === null ? [] : [{ ...dutyOf(row), tenant }]));
}

export async function dutiesOf(db: Db, customerId: string): Promise<readonly Duty[]> {
  const rows = await db
    .selectFrom('microsoft_duty')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('kind')
    .execute();
  return rows.map(dutyOf);
}

function dutyOf(row: Selectable<OnboardingTables['microsoft_duty']>): Duty {
  return {
    customerId: row.customer_id,
    kind: row.kind,
    revision: row.revision,
    state: row.state,
    code: row.code,
    signatory: row.signatory,
    agreedAt: row.agreed_at && toInstant(row.agreed_at),
    askedAt: toInstant(row.asked_at),
    endedAt: row.ended_at && toInstant(row.ended_at),
  };
}
