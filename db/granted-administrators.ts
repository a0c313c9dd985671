import { dayAt } from '../domain/calendar/day.ts';
import type { Agreed } from '../domain/usage/agreed.ts';
import type { CustomerHead } from './customers.ts';
import type { Db } from './database.ts';
import { toInstant } from './database-time.ts';

/** Administrators to whom a grant of ours gave their role (practice 10): that they got it is no deviation. */
export async function grantedAdministrators(
  db: Db,
  { id, timeZone }: Pick<CustomerHead, 'id' | 'timeZone'>,
): Promise<readonly Agreed[]> {
  const rows = await db
    .selectFrom('access_grant')
    .select(['target', 'activating_at', 'ends_at'])
    .where('customer_id', '=', id)
    .where('activating_at', 'is not', null)
    .execute();
  return rows.flatMap(({ target, activating_at, ends_at }) =>
    activating_at === null
      ? []
      : [
          {
            kind: 'administrator' as const,
            subject: target.principal,
            knownAt: toInstant(activating_at),
            from: dayAt(toInstant(activating_at), timeZone),
            until: dayAt(toInstant(ends_at), timeZone),
          },
        ],
  );
}
