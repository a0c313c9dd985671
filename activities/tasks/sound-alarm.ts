import type { ActivityDeps } from '../deps.ts';
import { type ContactDeps, mailContact } from '../notices/mail-contact.ts';
import { askPartner, type AskDeps, closeAsked, type PartnerAsking } from './ask-partner.ts';

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
export async function endAlarm(deps: AskDeps, keys: string, actor: string): Promise<void> {
  await deps.db.transaction().execute((trx) => closeAsked(deps, trx, keys, actor));
}
