import { type Database, integer, optionalInteger, optionalText, text } from './database.ts';

export const JOURNAL_SCHEMA = `
  create table if not exists journal (
    sequence integer primary key autoincrement,
    at integer not null,
    business_time integer not null,
    method text not null,
    path text not null,
    subject text,
    request_id text,
    status integer,
    performed integer,
    replayed integer not null,
    fault text
  );
  create index if not exists journal_by_subject on journal (subject, sequence);
`;

/** One call as received. */
interface JournalEntry {
  /** Wall time, epoch milliseconds. */
  readonly at: number;
  readonly businessTime: number;
  readonly method: string;
  readonly path: string;
  /** Whom the call was about: tenant id, gateway customer. */
  readonly subject: string | null;
  /** `MS-RequestId`, or `Idempotency-Key`. */
  readonly requestId: string | null;
  /** What the caller saw; null when the connection was dropped. */
  readonly status: number | null;
  /** What was carried out; null when a fault stopped the call before it had any effect. */
  readonly performed: number | null;
  /** The stored answer of an earlier call was given again, with no second effect. */
  readonly replayed: boolean;
  readonly fault: string | null;
}

export interface Journal {
  record(entry: JournalEntry): void;
  read(filter: { readonly subject?: string | undefined; readonly after?: number; readonly limit?: number }): object[];
}

/** Older rows make room: a machine that runs for months must not fill its disk with the record of its own simulators. */
const KEPT = 200_000;

export function createJournal(db: Database): Journal {
  return {
    record: (entry) => {
      const { lastId } = db.run(
        `insert into journal (at, business_time, method, path, subject, request_id, status, performed, replayed, fault)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        entry.at,
        entry.businessTime,
        entry.method,
        entry.path,
        entry.subject,
        entry.requestId,
        entry.status,
        entry.performed,
        entry.replayed ? 1 : 0,
        entry.fault,
      );
      if (lastId % 1000 === 0) db.run('delete from journal where sequence <= ?', lastId - KEPT);
    },
    read: ({ subject, after = 0, limit = 10_000 }) => {
      const rows =
        subject === undefined
          ? db.all('select * from journal where sequence > ? order by sequence limit ?', after, limit)
          : db.all(
              'select * from journal where subject = ? and sequence > ? order by sequence limit ?',
              subject,
              after,
              limit,
            );
      return rows.map((row) => {
        const performed = optionalInteger(row, 'performed');
        const method = text(row, 'method');
        const replayed = integer(row, 'replayed') === 1;
        return {
          sequence: integer(row, 'sequence'),
          at: new Date(integer(row, 'at')).toISOString(),
          businessTime: new Date(integer(row, 'business_time')).toISOString(),
          method,
          path: text(row, 'path'),
          tenantId: optionalText(row, 'subject'),
          requestId: optionalText(row, 'request_id'),
          status: optionalInteger(row, 'status'),
          performed,
          replayed,
          effect: method !== 'GET' && method !== 'HEAD' && !replayed && performed !== null && performed < 300,
          fault: optionalText(row, 'fault'),
        };
      });
    },
  };
}
