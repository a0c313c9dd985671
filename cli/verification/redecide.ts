import { seededIds } from '../../activities/life/seeded-ids.ts';
import type { Db } from '../../db/database.ts';
import { loadDecisionInput } from '../../db/decision-input.ts';
import type { StoredDecision } from '../../db/decisions.ts';
import { CALENDAR_VERSION } from '../../domain/calendar/holidays.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { decide, KERNEL_VERSION } from '../../domain/decide.ts';

/** `otherVersion`: made by another kernel or calendar, and decided otherwise by those that this program has. */
export type Redecided = 'same' | 'different' | 'factsChanged' | 'otherVersion';

/**
 * Makes a stored decision again from PostgreSQL alone, and compares it byte for byte. A new kernel decides almost every old
 * life as before: what comes out the same is proven whatever its version, and only what does not is left to the program of its time.
 */
export async function redecide(db: Db, stored: StoredDecision): Promise<Redecided> {
  const { factsUnchanged, account, ...input } = await loadDecisionInput(db, stored);
  if (!factsUnchanged) return 'factsChanged';
  const { now } = stored.decision;
  const newId = seededIds(`${stored.customerId}/${stored.factVersion}/${now}`, now);
  const again = decide(account, { ...input, now, newId });
  if (canonicalJson(again) === canonicalJson(stored.decision)) return 'same';
  const ofThisProgram = stored.kernelVersion === KERNEL_VERSION && stored.calendarVersion === CALENDAR_VERSION;
  return ofThisProgram ? 'different' : 'otherVersion';
}
