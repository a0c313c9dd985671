import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';

/** A request at Microsoft's support that belongs to a case, as last read there (wall instant). */
export interface CaseServiceRequest {
  readonly number: string;
  readonly status: string | null;
  readonly readAt: Instant | null;
}

/** Those of these cases, by case. */
export async function serviceRequestsOf(
  db: Db,
  cases: readonly string[],
): Promise<ReadonlyMap<string, readonly CaseServiceRequest[]>> {
  if (cases.length === 0) return new Map();
  const rows = await db
    .selectFrom('security_case_service_request')
    .selectAll()
    .where('case_id', 'in', [...cases])
    .orderBy('case_id')
    .orderBy('number')
    .execute();
  const found = rows.map(({ case_id, number, status, read_at }) => ({
    caseId: case_id,
    request: { number, status, readAt: read_at && toInstant(read_at) },
  }));
  const byCase = Map.groupBy(found, ({ caseId }) => caseId);
  return new Map([...byCase].map(([id, of]) => [id, of.map(({ request }) => request)]));
}

/** A request of an open case that is to be read again. */
export interface ServiceRequestToRead {
  readonly caseId: string;
  readonly customerId: string;
  readonly number: string;
  readonly status: string | null;
}

/** Requests of open cases that were not read since, those that waited longest first. */
export async function serviceRequestsToRead(
  db: Db,
  before: Instant,
  limit: number,
): Promise<readonly ServiceRequestToRead[]> {
  const rows = await db
    .selectFrom('security_case_service_request')
    .innerJoin('security_case', 'security_case.id', 'case_id')
    .select(['case_id', 'customer_id', 'number', 'security_case_service_request.status'])
    .where('closed_at', 'is', null)
    .where((of) => of.or([of('read_at', 'is', null), of('read_at', '<', toDate(before))]))
    .orderBy('read_at', (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    caseId: row.case_id,
    customerId: row.customer_id,
    number: row.number,
    status: row.status,
  }));
}

export async function noteServiceRequest(
  db: Db,
  { caseId, number }: Pick<ServiceRequestToRead, 'caseId' | 'number'>,
  status: string | null,
  readAt: Instant,
): Promise<void> {
  await db
    .updateTable('security_case_service_request')
    .set({ status, read_at: toDate(readAt) })
    .where('case_id', '=', caseId)
    .where('number', '=', number)
    .execute();
}
