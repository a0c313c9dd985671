import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { type FrozenNotice, frozenNotice, isNoticeAnswered, noteNoticeSent } from '../../db/frozen-notices.ts';
import { writeChange } from '../../db/write-change.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { freezeLetter, type LetterDeps, type LetterToWrite } from './freeze-letter.ts';
import { sendNotice } from './send-notice.ts';

export type TellDeps = LetterDeps & Pick<ActivityDeps, 'newId'>;

/** Something that a customer is told once, and what stands for it in the records. */
export interface Telling extends Pick<LetterToWrite, 'effectKey' | 'step' | 'occurrence' | 'parties'> {
  /** Its words, once it is known at which business instant they are written. */
  readonly wordsAt: (now: Instant, customer: LockedCustomer) => LetterToWrite['write'];
  /** Event in the customer's audit; the id of the notice is added. */
  readonly told: { readonly kind: string; readonly body: object };
  /** Task for a person where the letter reaches nobody. */
  readonly untold: { readonly key: string; readonly what: string };
  readonly actor: string;
}

/**
 * Writes to a customer, once for the key (design, rule 5): one frozen document, which a later round sends again as it is until
 * the relay has answered. Where it reaches nobody a person is asked.
 */
export async function tellOnce(deps: TellDeps, customerId: string, telling: Telling): Promise<void> {
  const { db, mailer, mailFrom, wallNow } = deps;
  if (await isNoticeAnswered(db, customerId, telling.effectKey)) return;
  const letter = await db.transaction().execute((trx) => freezeOnce(deps, trx, customerId, telling));
  const { kind } = await sendNotice(mailer, mailFrom.address, letter);
  const isAccepted = kind === 'accepted';
  // The task first: after a crash in between the letter is refused again, and asked for again.
  if (!isAccepted) await openTask(deps, customerId, { ...telling.untold, actor: telling.actor });
  if (letter !== null) await noteNoticeSent(db, letter.notice, isAccepted, wallNow());
}

/** Null where there is nobody to write to. */
async function freezeOnce(
  deps: TellDeps,
  trx: Trx,
  customerId: string,
  { wordsAt, told, untold: _untold, actor, ...about }: Telling,
): Promise<FrozenNotice | null> {
  const customer = await lockCustomer(trx, customerId);
  const known = await frozenNotice(trx, customerId, about.effectKey);
  if (known !== null) return known;
  const recordedAt = deps.wallNow();
  const now = businessNow(customer, recordedAt);
  const letter = await freezeLetter(deps, trx, customer, { ...about, now, write: wordsAt(now, customer) });
  if (letter === null) return null;
  const body = { ...told.body, notice: letter.notice };
  await writeChange(trx, customer, {
    statements: [],
    events: [{ kind: told.kind, actor, at: now, recordedAt, body }],
  });
  return letter;
}
