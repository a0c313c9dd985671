import { pino } from 'pino';
import type { AlarmDeps } from '../../../activities/tasks/sound-alarm.ts';
import { createMailer } from '../../../adapters/index.ts';
import type { Db } from '../../../db/database.ts';
import { startMailbox } from '../../../simulators/mailbox/start.ts';
import { anId } from '../../db/support.ts';

const CONTACT = 'security@partner.example';

/** What an alarm needs, with a real mailbox of the security contact, and what has come of it. */
export async function alarmGround(db: Db, wallNow: () => number) {
  const mailbox = await startMailbox({});
  const { hostname: host, port } = new URL(mailbox.smtpUrl);
  const mailer = createMailer({ host, port: Number(port), requireTls: false, webhookSecret: 'x', silenceMs: 2_000 });
  const deps: AlarmDeps = {
    db,
    mailer,
    mailFrom: { address: 'care@partner.example' },
    securityContacts: { contact: CONTACT, deputy: null },
    wallNow,
    newId: anId,
    log: pino({ level: 'silent' }),
  };
  return {
    deps,
    /** Key, whose, and who closed it: null while it is open. */
    tasks: async (what: string) =>
      (await db.selectFrom('partner_task').selectAll().where('what', '=', what).orderBy('key').execute()).map(
        ({ key, for_role, closed_by }) => [key, for_role, closed_by] as const,
      ),
    /** Subjects without the id of the task, the oldest first. */
    async mails(): Promise<readonly string[]> {
      const answer = await fetch(`${mailbox.url}/messages?to=${CONTACT}`);
      const { items } = (await answer.json()) as { items: readonly { subject: string }[] };
      return items.map(({ subject }) => subject.replace(/ \(.*/, ''));
    },
    async close(): Promise<void> {
      mailer.close();
      await mailbox.stop();
    },
  };
}
