import { figureStatement, lookStatement } from '../../db/directory-figures.ts';
import type { LockedCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { excludedUsers, exclusionsOf } from '../../db/hygiene-exclusions.ts';
import { acceptances, findingStatements, nameStatement } from '../../db/hygiene-findings.ts';
import type { Statement } from '../../db/statement.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { figureOf } from '../../domain/hygiene/figures.ts';
import { inspect } from '../../domain/hygiene/inspect.ts';
import type { ReviewedFinding } from '../../domain/hygiene/review-facts.ts';
import type { HygieneSettings } from '../../domain/hygiene/settings.ts';
import type { ReadDirectory } from './read-directory.ts';

/** What a look found, and what keeping it takes. */
export interface Look {
  readonly findings: readonly ReviewedFinding[];
  readonly statements: readonly Statement[];
}

/**
 * What was read, under the customer's lock, against the exceptions that stand now. Names are kept for users that something was
 * found about and for nobody else.
 */
export async function look(
  trx: Trx,
  customer: LockedCustomer,
  { directory, people }: ReadDirectory,
  settings: HygieneSettings,
  { now, wallNow }: { readonly now: Instant; readonly wallNow: Instant },
): Promise<Look> {
  const { id: customerId, timeZone } = customer;
  const today = dayAt(now, timeZone);
  const exclusions = excludedUsers(await exclusionsOf(trx, customerId));
  const accepted = await acceptances(trx, customerId);
  const found = inspect(directory, exclusions, settings, { now, today });
  const named = new Set([...found.flatMap(({ user }) => user ?? []), ...exclusions.keys()]);
  const names = people
    .filter(({ id }) => named.has(id))
    .map(({ id, userPrincipalName, displayName }) => ({ userId: id, userPrincipalName, displayName }));
  return {
    findings: found.map((finding) => ({ ...finding, acceptedUntil: accepted.get(finding.key) ?? null })),
    statements: [
      ...findingStatements(customerId, found, now),
      nameStatement(customerId, names),
      figureStatement(customerId, figureOf(directory, today, now), wallNow),
      lookStatement(customerId, now, { areSignInsKnown: directory.areSignInsKnown }),
    ],
  };
}
