import { controlEvidence } from '../../db/access-standing.ts';
import type { Db } from '../../db/database.ts';
import type { AccessTarget } from '../../domain/access/access-target.ts';
import { type ControlName, judgeControls, missingFor } from '../../domain/access/controls.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';

/** The controls that are missing for this access, as it is on record now. */
export async function missingControls(
  db: Db,
  customerId: string,
  target: AccessTarget,
  wallNow: Instant,
): Promise<readonly ControlName[]> {
  return missingFor(target, judgeControls(await controlEvidence(db, customerId, wallNow)));
}

/** No administration without controls (practices 10 and 69). @throws Refusal `controls_missing` with each of them */
export function requireControls(missing: readonly ControlName[]): void {
  if (missing.length === 0) return;
  throw new Refusal(
    'controls_missing',
    `missing: ${missing.join(', ')}`,
    missing.map((control) => ({ pointer: '/access/role', message: control })),
  );
}
