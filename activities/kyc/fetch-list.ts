import { SanctionsListError } from '../../adapters/sanctions-list/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { claimListAlarm, keepList, listMark, noteAsked } from '../../db/screenings.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';

/** A list that could not be had for so long is an alarm: whoever was listed since is served on. */
const SILENT_MS = 3 * 86_400_000;

/**
 * Asks for the sanctions list, and keeps it where it is another one. Where it cannot be had, the edition at hand is used on,
 * and after three days that is told once a day.
 */
export async function fetchList(deps: Pick<ActivityDeps, 'db' | 'log' | 'sanctionsList' | 'wallNow'>): Promise<void> {
  const { db, log, sanctionsList, wallNow } = deps;
  const mark = await listMark(db);
  try {
    const edition = await sanctionsList.fetch(mark?.etag ?? null);
    if (edition === null) await noteAsked(db, wallNow());
    else {
      await keepList(db, edition, wallNow());
      log.info({ parties: edition.parties.length, publishedOn: edition.publishedOn }, 'a new sanctions list was read');
    }
  } catch (error) {
    if (!(error instanceof SanctionsListError)) throw error;
    log.warn({ code: error.code, askedAt: mark?.askedAt }, 'the sanctions list could not be read');
    if (mark !== undefined && wallNow() - mark.askedAt > SILENT_MS) await soundAlarm(deps, error.code);
  }
}

async function soundAlarm(
  { db, log, wallNow }: Pick<ActivityDeps, 'db' | 'log' | 'wallNow'>,
  code: string,
): Promise<void> {
  const now = wallNow();
  const sounded = await db.transaction().execute(async (trx) => {
    const first = await claimListAlarm(trx, dayAt(now, 'UTC'));
    const event = { kind: 'sanctionsList.silent', actor: 'screening', at: now, recordedAt: now, body: { code } };
    if (first) await appendSystemAudit(trx, [event]);
    return first;
  });
  if (sounded) log.error({ code }, 'the sanctions list has not been read for days');
}
