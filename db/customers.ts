import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { NextStep, Phase, Service } from '../domain/decision.ts';
import type { Db, Trx } from './database.ts';
import { toInstant } from './database-time.ts';
import type { CustomerTable, DunningSummary } from './tables/party-tables.ts';

/** A customer's row: who it is, how far its life has come, and the heads of its chains. */
export interface CustomerHead {
  readonly id: string;
  readonly sellerId: string;
  readonly resellerId: string | null;
  readonly externalId: string;
  readonly country: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly currency: string;
  readonly policy: { readonly key: string; readonly version: number };
  readonly clock: CustomerClock;
  readonly factVersion: number;
  readonly deliveredVersion: number;
  readonly assessedVersion: number;
  /** Wall instant of the last change. */
  readonly markedAt: Instant;
  readonly epoch: number;
  readonly factsHash: Uint8Array;
  readonly audit: { readonly seq: number; readonly hash: Uint8Array };
  readonly latestDecisionId: string | null;
  readonly phase: Phase;
  readonly service: Service;
  /** Business instant. */
  readonly wakeAt: Instant | null;
  readonly nextStep: NextStep | null;
  readonly dunning: DunningSummary | null;
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
}

/** Business now = wall now + `offsetMs`. `shiftMs` is how far a test clock's run was moved at its start. */
export interface CustomerClock {
  readonly mode: 'live' | 'test';
  readonly offsetMs: number;
  readonly shiftMs: number;
}

/** A customer whose row this transaction holds: nobody else can add a fact until it ends. */
export interface LockedCustomer extends CustomerHead {
  readonly locked: true;
}

/** No customer has this id. */
export class UnknownCustomer extends Error {
  override readonly name = 'UnknownCustomer';
  readonly customer: string;

  constructor(customer: string) {
    super(`no customer ${customer}`);
    this.customer = customer;
  }
}

/** The business instant of a customer at a wall instant. */
export function businessNow(customer: { readonly clock: CustomerClock }, wallNow: Instant): Instant {
  return wallNow + customer.clock.offsetMs;
}

/** Locks a customer's row for a change. @throws UnknownCustomer */
export async function lockCustomer(trx: Trx, id: string): Promise<LockedCustomer> {
  const row = await trx.selectFrom('customer').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new UnknownCustomer(id);
  return { ...headOf(row), locked: true };
}

/** Locks several customers' rows, always in the order of their ids, so that two such changes never wait for each other. */
export async function lockCustomers(trx: Trx, ids: readonly string[]): Promise<ReadonlyMap<string, LockedCustomer>> {
  const rows = await trx
    .selectFrom('customer')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .forUpdate()
    .execute();
  const locked = new Map(rows.map((row) => [row.id, { ...headOf(row), locked: true as const }]));
  for (const id of ids) if (!locked.has(id)) throw new UnknownCustomer(id);
  return locked;
}

/** A customer by id, or by `ext:` and its external id; undefined when there is none. Nothing is locked. */
export async function findCustomer(db: Db, reference: string): Promise<CustomerHead | undefined> {
  const byExternalId = reference.startsWith('ext:');
  const row = await db
    .selectFrom('customer')
    .selectAll()
    .where(byExternalId ? 'external_id' : 'id', '=', byExternalId ? reference.slice('ext:'.length) : reference)
    .executeTakeFirst();
  return row && headOf(row);
}

export function headOf(row: Selectable<CustomerTable>): CustomerHead {
  return {
    id: row.id,
    sellerId: row.seller_id,
    resellerId: row.reseller_id,
    externalId: row.external_id,
    country: row.country,
    timeZone: row.time_zone,
    locale: row.locale,
    currency: row.currency,
    policy: { key: row.policy_key, version: row.policy_version },
    clock: { mode: row.clock_mode, offsetMs: Number(row.clock_offset_ms), shiftMs: Number(row.clock_shift_ms) },
    factVersion: row.fact_version,
    deliveredVersion: row.delivered_version,
    assessedVersion: row.assessed_version,
    markedAt: toInstant(row.marked_at),
    epoch: row.epoch,
    factsHash: row.facts_hash,
    audit: { seq: row.audit_seq, hash: row.audit_hash },
    latestDecisionId: row.latest_decision_id,
    phase: row.phase,
    service: row.service,
    wakeAt: row.wake_at && toInstant(row.wake_at),
    nextStep: row.next_step,
    dunning: row.dunning,
    createdAt: toInstant(row.created_at),
    closedAt: row.closed_at && toInstant(row.closed_at),
  };
}
