import { sql } from 'kysely';
import type { FactBodies } from '../domain/facts/fact.ts';
import type { Db } from './database.ts';

/** A credit as the fact states it. */
export async function findCreditNote(db: Db, id: string): Promise<FactBodies['invoice.credited'] | undefined> {
  const row = await db
    .selectFrom('credit_note')
    .innerJoin('fact', (join) =>
      join
        .onRef('fact.customer_id', '=', 'credit_note.customer_id')
        .onRef('fact.version', '=', 'credit_note.fact_version')
        .on(sql<boolean>`fact.body ->> 'creditNote' = credit_note.id`),
    )
    .select('fact.body')
    .where('credit_note.id', '=', id)
    .executeTakeFirst();
  // The fact names the credit note, so it is the one that made it.
  return row && (row.body as FactBodies['invoice.credited']);
}
