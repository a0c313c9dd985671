import type { Change } from '../../db/change.ts';
import { evidenceStatements } from '../../db/evidence.ts';
import type { Hit } from '../../domain/kyc/screening.ts';

/** Records a screening as evidence: passed where nobody is alike, else unclear until a person has recorded another. */
export function recordScreening(
  change: Change,
  { list, hits, recordedAt }: { readonly list: string; readonly hits: readonly Hit[]; readonly recordedAt: number },
): void {
  const body = {
    evidence: change.newId('evd'),
    kind: 'sanctionsScreening',
    outcome: hits.length === 0 ? 'passed' : 'unclear',
    on: change.today,
    document: `sha256:${list}`,
    registeredOn: null,
  } as const;
  change.record([{ kind: 'evidence.recorded', effectiveOn: change.today, body }]);
  const reference = hits.length === 0 ? null : hits.map(({ party, likeness }) => `${party} (${likeness})`).join(', ');
  const words = { source: 'EU consolidated list of financial sanctions', reference, note: null };
  const record = { ...body, ...words, customerId: change.customer.id, actor: 'screening', recordedAt };
  for (const statement of evidenceStatements(record, null)) change.write(statement);
}
