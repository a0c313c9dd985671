import type { CaseKind } from '../domain/security/case-facts.ts';
import { kindsLike } from '../domain/security/same-matter.ts';
import type { SecurityCase } from '../domain/security/security-case.ts';
import type { Trx } from './database.ts';
import { type LoadedCase, loadCase } from './security-cases.ts';

/**
 * The customer's open case that something of a kind is part of: one that nobody has judged before one that is judged, one of the
 * same kind before one of a like kind, then the oldest. To be asked under the customer's lock.
 */
export async function openCaseFor(
  trx: Trx,
  { customerId, kind }: { readonly customerId: string; readonly kind: CaseKind },
  fits: (known: SecurityCase) => boolean,
): Promise<LoadedCase | undefined> {
  const rows = await trx
    .selectFrom('security_case')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', 'in', kindsLike(kind))
    .where('closed_at', 'is', null)
    .orderBy((of) => of('verdict', 'is not', null))
    .orderBy((of) => of('kind', '<>', kind))
    .orderBy('id')
    .execute();
  for (const { id } of rows) {
    const loaded = await loadCase(trx, id);
    if (loaded !== undefined && fits(loaded.known)) return loaded;
  }
  return undefined;
}
