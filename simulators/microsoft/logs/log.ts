import { type Database, integer, type Row, text } from '../../kit/database.ts';

export const LOGS_SCHEMA = `
  create table if not exists tenant_log (
    sequence integer primary key autoincrement,
    log text not null,
    -- A tenant, or one Azure subscription of it.
    scope text not null,
    id text not null,
    at integer not null,
    visible_from integer not null,
    body text not null,
    unique (log, scope, id)
  );
  create index if not exists tenant_log_by_time on tenant_log (log, scope, at desc, sequence desc);
`;

/** Contract 12.2: Azure's activity log, Entra's sign-ins, Entra's changes. */
export type LogName = 'azure' | 'signIns' | 'directoryAudits';

export interface LogRecord {
  readonly id: string;
  /** Business time of the tenant, epoch milliseconds. */
  readonly at: number;
  /** Contract 18.3: records come late. */
  readonly visibleFrom: number;
  readonly body: object;
}

export function putRecord(db: Database, log: LogName, scope: string, { id, at, visibleFrom, body }: LogRecord): void {
  db.run(
    'insert into tenant_log (log, scope, id, at, visible_from, body) values (?, ?, ?, ?, ?, ?)',
    log,
    scope.toLowerCase(),
    id,
    at,
    visibleFrom,
    JSON.stringify(body),
  );
}

/** A record with its place in the log. */
export interface LogRow {
  readonly sequence: number;
  readonly at: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where a page begins: behind the last record of the one before. */
export interface LogPlace {
  readonly at: number;
  readonly sequence: number;
}

/** What of a log can be read at `now`, newest first as Microsoft gives it, behind `after`. */
export function readLog(
  db: Database,
  log: LogName,
  scope: string,
  range: { readonly from: number; readonly now: number; readonly after?: LogPlace | undefined; readonly limit: number },
): LogRow[] {
  const { at, sequence } = range.after ?? { at: Number.MAX_SAFE_INTEGER, sequence: 0 };
  return db
    .all(
      `select * from tenant_log where log = ? and scope = ? and at >= ? and visible_from <= ?
       and (at < ? or (at = ? and sequence < ?)) order by at desc, sequence desc limit ?`,
      log,
      scope.toLowerCase(),
      range.from,
      range.now,
      at,
      at,
      sequence,
      range.limit,
    )
    .map(rowOf);
}

function rowOf(row: Row): LogRow {
  return { sequence: integer(row, 'sequence'), at: integer(row, 'at'), body: JSON.parse(text(row, 'body')) };
}

export function writePlace({ at, sequence }: LogPlace): string {
  return Buffer.from(JSON.stringify([at, sequence])).toString('base64url');
}

/** Undefined for a token that nobody has given out. */
export function readPlace(token: string): LogPlace | undefined {
  try {
    const [at, sequence] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Number.isSafeInteger(at) && Number.isSafeInteger(sequence) ? { at, sequence } : undefined;
  } catch {
    return undefined;
  }
}
