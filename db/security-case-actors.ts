import { sql } from 'kysely';
import type { CaseFactKind } from '../domain/security/case-facts.ts';
import type { Db } from './database.ts';

/** Who recorded the last fact of this kind about a containment of a case. @throws when there is none */
export async function actorOfFact(db: Db, caseId: string, kind: CaseFactKind, containment: string): Promise<string> {
  const row = await db
    .selectFrom('security_case_fact')
    .select('actor')
    .where('case_id', '=', caseId)
    .where('kind', '=', kind)
    .where(sql<boolean>`body ->> 'containment' = ${containment}`)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  if (row === undefined) throw new Error(`case ${caseId} has no ${kind} of containment ${containment}`);
  return row.actor;
}

/** Who approved a containment: the person, or the policy with its version. */
export function approverOf(actor: string, { policy }: Readonly<Record<string, unknown>>): string {
  if (typeof policy !== 'object' || policy === null || !('key' in policy) || !('version' in policy)) return actor;
  return `policy ${String(policy.key)}, version ${String(policy.version)}`;
}
