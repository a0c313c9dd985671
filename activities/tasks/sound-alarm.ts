import { appendSystemAudit } from '../../db/audit.ts';
import { closePartnerTasks } from '../../db/partner-tasks.ts';
import type { ActivityDeps } from '../deps.ts';
import { type ContactDeps, mailContact } from '../notices/mail-contact.ts';
import { askPartner, type AskDeps, type PartnerAsking } from './ask-partner.ts';

export type AlarmDeps = AskDeps & ContactDeps & Pick<ActivityDeps, 'log'>;

/**
 * Something fails on which others rely without noticing: a task for a person, a mail to the security contact and an error in
 * the log, once for each key. @returns whether it is new
 */
export async function soundAlarm(deps: AlarmDeps, alarm: PartnerAsking): Promise<boolean> {
  const task = await askPartner(deps, alarm);
  if (task === null) return false;
  await tellOfAlarm(deps, alarm, task);
  return true;
}

/**
 * What follows once the task is kept. A mail that does not go out is no failure of whoever sounds the alarm: the task
 * stands, and what goes on being wrong sounds again under another key.
 */
export async function tellOfAlarm(
  deps: AlarmDeps,
  { what, for: role, dueAt, body = {} }: PartnerAsking,
  task: string,
): Promise<void> {
  const { log, wallNow } = deps;
  log.error({ ...body, task }, `alarm: ${what}`);
  try {
    const isSent = await mailContact(deps, {
      whom: 'contact',
      id: `${task}.alarm`,
      date: wallNow(),
      subject: `Alarm: ${what} (${task})`,
      lines: [
        `${what}, for ${role} to see to by ${new Date(dueAt).toISOString()}.`,
        '',
        ...Object.entries(body).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
        '',
        `GET /v1/partner-tasks/${task}`,
      ],
    });
    if (!isSent) log.warn({ task }, 'nobody was written to of an alarm');
  } catch (error) {
    log.warn({ err: error, task }, 'nobody could be written to of an alarm');
  }
}

/** What the alarm was about is over: its tasks that are still open, whose keys begin so, are closed by whoever saw it. */
export async function endAlarm({ db, wallNow }: AskDeps, keys: string, actor: string): Promise<void> {
  const at = wallNow();
  await db.transaction().execute(async (trx) => {
    const closed = await closePartnerTasks(trx, keys, actor, at);
    if (closed.length === 0) return;
    await appendSystemAudit(
      trx,
      closed.map(({ id, what }) => ({
        kind: 'partnerTask.closed',
        actor,
        at,
        recordedAt: at,
        body: { task: id, what },
      })),
    );
  });
}
