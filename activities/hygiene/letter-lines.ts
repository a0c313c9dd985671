import { figuresOf } from '../../db/directory-figures.ts';
import type { Db } from '../../db/database.ts';
import { type DirectoryName, namesOf } from '../../db/hygiene-findings.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { HygieneFinding } from '../../domain/hygiene/finding.ts';
import type { LetterLine } from '../../domain/hygiene/letter-facts.ts';

/** Findings as a reader at the customer knows them: their own people and products by name. Personal data. */
export async function letterLines(
  db: Db,
  { id: customerId, timeZone }: { readonly id: string; readonly timeZone: string },
  findings: readonly HygieneFinding[],
): Promise<readonly LetterLine[]> {
  const users = [...new Set(findings.flatMap(({ user }) => user ?? []))];
  const names = await namesOf(db, customerId, users);
  const [figure] = await figuresOf(db, customerId, { limit: 1 });
  const products = new Map(figure?.licences.map(({ sku, name }) => [sku, name]));
  return findings.map(({ kind, user, sku, since, quantity }) => {
    const who = user === null ? [] : [names.get(user) ? nameOf(names.get(user)) : user];
    const what = sku === null ? [] : [products.get(sku) ?? sku];
    const subject = [...what, ...who].join(': ');
    return { kind, subject, since: since === null ? null : dayAt(since, timeZone), quantity };
  });
}

function nameOf(name: DirectoryName | undefined): string {
  const { displayName = null, userPrincipalName = null } = name ?? {};
  if (displayName === null || userPrincipalName === null) return displayName ?? userPrincipalName ?? '';
  return `${displayName} (${userPrincipalName})`;
}
