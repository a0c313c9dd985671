import { type Database, integer, type Row, text } from '../../kit/database.ts';
import type { Caller } from '../partner-call.ts';
import type { World } from '../world.ts';

export const AUDIT_SCHEMA = `
  create table if not exists audit (sequence integer primary key autoincrement, id text not null unique, at integer not null, body text not null);
  create index if not exists audit_by_time on audit (at, sequence);
`;

/** Contract 12.1: what was done, to what, by whom. */
export interface Audited {
  readonly customerId: string | null;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly operationType: string;
  /** Null: Microsoft itself. */
  readonly caller: Caller | null;
  /** Business time of the customer, epoch milliseconds. */
  readonly at: number;
  /** The resource before and after, as JSON with names in capitals; null when there is none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly status: 'succeeded' | 'failed';
  readonly correlationId?: string | undefined;
}

/** Older rows make room, as in the journal. */
const KEPT = 200_000;

/** .NET counts 100 ns from the year 1. */
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;

/** Keeps the record and returns its id, `{partner}_{customer}_{resource}_{operation}_{ticks}` (contract 11.4). Runs in the transaction of the write. */
export function recordAudit(world: World, audited: Audited): string {
  const { partnerTenantId } = world.settings;
  const { customerId, resourceId, operationType, at } = audited;
  const last = world.db.get('select coalesce(max(sequence), 0) as last from audit');
  // Two records of one millisecond differ in the ticks below it.
  const ticks =
    TICKS_AT_EPOCH + BigInt(at) * 10_000n + BigInt((last === undefined ? 0 : integer(last, 'last')) % 10_000);
  const operation = operationType.replaceAll('_', '');
  const id = [partnerTenantId, customerId ?? partnerTenantId, resourceId, operation, ticks].join('_').toLowerCase();
  const record = {
    id,
    partnerId: partnerTenantId,
    participants: [],
    customerId,
    customerName: customerId === null ? null : (world.customers.get(customerId)?.companyName ?? null),
    userPrincipalName: audited.caller?.userPrincipalName ?? null,
    applicationId: audited.caller?.applicationId ?? null,
    resourceType: audited.resourceType,
    ...(audited.before === null ? {} : { resourceOldValue: audited.before }),
    ...(audited.after === null ? {} : { resourceNewValue: audited.after }),
    operationType,
    ...(audited.correlationId === undefined ? {} : { originalCorrelationId: audited.correlationId }),
    operationDate: new Date(at).toISOString(),
    operationStatus: audited.status,
    customizedData: [],
    attributes: { objectType: 'AuditRecord' },
  };
  const { lastId } = world.db.run('insert into audit (id, at, body) values (?, ?, ?)', id, at, JSON.stringify(record));
  if (lastId % 1000 === 0) world.db.run('delete from audit where sequence <= ?', lastId - KEPT);
  return id;
}

/** Contract 11.4: where one record is read. */
export function auditUriOf(id: string): string {
  return `https://api.partnercenter.microsoft.com/auditactivity/v1/auditrecords/${id}`;
}

/** One record as shown, with its place in the order of records. */
export interface AuditRow {
  readonly sequence: number;
  readonly record: Readonly<Record<string, string | null | undefined>>;
}

export function findAudit(db: Database, id: string): AuditRow | undefined {
  const row = db.get('select * from audit where id = ?', id.toLowerCase());
  return row === undefined ? undefined : rowOf(row);
}

/** Which records: from `from` (inclusive) to `to` (exclusive), epoch milliseconds, after the place `after`, of one customer or of all. */
export interface AuditRange {
  readonly from: number;
  readonly to: number;
  readonly after: number;
  readonly customerId?: string | undefined;
  readonly limit: number;
}

/** The first `limit` records of a range in the order in which they were made. */
export function auditBetween(db: Database, { from, to, after, customerId = '', limit }: AuditRange): AuditRow[] {
  return db
    .all(
      `select * from audit where at >= ? and at < ? and sequence > ?
       and (? = '' or json_extract(body, '$.customerId') = ?) order by sequence limit ?`,
      from,
      to,
      after,
      customerId,
      customerId,
      limit,
    )
    .map(rowOf);
}

function rowOf(row: Row): AuditRow {
  return { sequence: integer(row, 'sequence'), record: JSON.parse(text(row, 'body')) };
}
