import type { Db } from './database.ts';

/** Run id of the Temporal run that made a customer's latest decision; null before the first. */
export async function latestRunId(db: Db, decisionId: string | null): Promise<string | null> {
  if (decisionId === null) return null;
  const row = await db.selectFrom('decision').select('run_id').where('id', '=', decisionId).executeTakeFirst();
  return row?.run_id ?? null;
}
