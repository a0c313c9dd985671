import { MailError } from '../../adapters/mail/port.ts';
import { commitChange } from '../../db/commit-change.ts';
import { noticeStatement } from '../../db/effect-progress.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from '../notices/send-notice.ts';

type SendDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom' | 'wallNow' | 'newId' | 'log'>;

/** Sends the letters about budgets that are frozen and not yet taken by the relay: this round's, and those that a crash left. */
export async function sendAlerts(deps: SendDeps): Promise<void> {
  const waiting = await deps.db
    .selectFrom('notice')
    .select(['customer_id', 'effect_key', 'step', 'occurrence', 'contact_revision', 'to_address', 'document'])
    .where('kind', '=', 'service')
    .where('step', 'like', 'budget-%')
    .where('state', '=', 'sending')
    .orderBy('id')
    .limit(1000)
    .execute();
  for (const row of waiting) {
    if (row.to_address === null || row.document === null) continue;
    const frozen = { to: row.to_address, raw: Buffer.from(row.document) };
    try {
      const { kind } = await sendNotice(deps.mailer, deps.mailFrom.address, frozen);
      await note(deps, row, kind === 'accepted');
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      deps.log.warn({ kind: error.kind, notice: row.effect_key }, 'a letter about a budget could not be sent yet');
    }
  }
}

async function note(
  { db, wallNow, newId }: SendDeps,
  row: {
    readonly customer_id: string;
    readonly effect_key: string;
    readonly step: string;
    readonly occurrence: string;
    readonly contact_revision: number;
  },
  isAccepted: boolean,
): Promise<void> {
  const { customer_id: customer, step, occurrence } = row;
  await commitChange(db, { customer, actor: 'usage', wallNow: wallNow(), newId, because: 'notice' }, (change) => {
    change.write(noticeStatement(customer, row.effect_key, isAccepted, change.now));
    change.audit(isAccepted ? 'notice.accepted' : 'notice.failed', { effect: row.effect_key });
    if (isAccepted) return;
    // As a fact: the life makes it a task, as with any letter that reaches nobody.
    const body = {
      noticeKind: 'service',
      step,
      occurrence,
      contactRevision: row.contact_revision,
      because: 'failed',
    } as const;
    change.record([{ kind: 'notice.undeliverable', effectiveOn: change.today, body }]);
  });
}
