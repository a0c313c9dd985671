import { type Database, text } from './database.ts';

/** Schema of `documents`; include it in the simulator's own. */
export const DOCUMENTS_SCHEMA = `
  create table if not exists documents (
    sequence integer primary key autoincrement,
    kind text not null,
    id text not null,
    owner text not null,
    body text not null,
    unique (kind, id)
  );
  create index if not exists documents_by_owner on documents (kind, owner, sequence);
`;

/** The stored things of one kind, in the order in which they came into being. */
export interface Collection<T> {
  get(id: string): T | undefined;
  put(id: string, owner: string, value: T): void;
  /** Everything that belongs to `owner` (a tenant, a gateway customer), oldest first. */
  ownedBy(owner: string): T[];
  all(): T[];
}

/** Forgets the things of a kind whose `at` (epoch milliseconds of wall time) lies before `limit`. */
export function forgetBefore(db: Database, kind: string, limit: number): void {
  db.run("delete from documents where kind = ? and json_extract(body, '$.at') < ?", kind, limit);
}

/** Stored whole, as JSON: a simulator keeps resources, and what it may hold of them grows with every part of a contract it learns. */
export function collection<T>(db: Database, kind: string): Collection<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `put` below writes rows of this kind, and it takes a T
  const parse = (body: string): T => JSON.parse(body) as T;
  return {
    get: (id) => {
      const row = db.get('select body from documents where kind = ? and id = ?', kind, id);
      return row === undefined ? undefined : parse(text(row, 'body'));
    },
    put: (id, owner, value) => {
      db.run(
        `insert into documents (kind, id, owner, body) values (?, ?, ?, ?)
         on conflict (kind, id) do update set owner = excluded.owner, body = excluded.body`,
        kind,
        id,
        owner,
        JSON.stringify(value),
      );
    },
    ownedBy: (owner) =>
      db
        .all('select body from documents where kind = ? and owner = ? order by sequence', kind, owner)
        .map((row) => parse(text(row, 'body'))),
    all: () =>
      db
        .all('select body from documents where kind = ? order by sequence', kind)
        .map((row) => parse(text(row, 'body'))),
  };
}
