import { Context } from '@temporalio/activity';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { frozenNotice, isNoticeAnswered, noteNoticeSent } from '../../db/frozen-notices.ts';
import { type TermNearLoss, termsNearLoss } from '../../db/subscription-terms.ts';
import { writeChange } from '../../db/write-change.ts';
import { addDays, type Day, dayAt } from '../../domain/calendar/day.ts';
import { tellingStage, termOutlook } from '../../domain/service/data-loss.ts';
import { writeDataLossLetter } from '../../domain/service/data-loss-letter.ts';
import type { ActivityDeps } from '../deps.ts';
import { freezeLetter, type LetterDeps, type LetterToWrite } from '../notices/freeze-letter.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { openTask } from '../tasks/open-task.ts';

type TellDeps = LetterDeps & Pick<ActivityDeps, 'newId' | 'log'>;

/** A loss of which the customer is to be told now. */
interface Loss {
  readonly customerId: string;
  readonly microsoftId: string;
  readonly dataGoneOn: Day;
  readonly stage: number;
  readonly restorable: boolean;
}

/**
 * Writes to customers that the data of a subscription will be lost, 30 and 7 days ahead (practices 57, 58), once for each day
 * and stage. Where nobody can be written to, a person is asked: it must never pass in silence. One letter that fails does not
 * keep the others from going; the next round sends the very same bytes again.
 */
export async function tellDataLosses(deps: TellDeps): Promise<void> {
  const now = deps.wallNow();
  // A day more than today's: somewhere it is tomorrow already.
  for (const near of await termsNearLoss(deps.db, addDays(dayAt(now, 'UTC'), 1))) {
    const loss = lossOf(near, dayAt(now, near.timeZone));
    if (loss === null) continue;
    Context.current().heartbeat(loss.customerId);
    try {
      await tell(deps, loss);
    } catch (error) {
      deps.log.warn({ err: error, customerId: loss.customerId }, 'a customer could not be told of a loss of data');
    }
  }
}

function lossOf({ customerId, microsoftId, term }: TermNearLoss, today: Day): Loss | null {
  const { dataGoneOn, notRestorableFrom } = termOutlook(term);
  const stage = tellingStage(dataGoneOn, today);
  if (dataGoneOn === null || stage === null) return null;
  const restorable = notRestorableFrom !== null && today < notRestorableFrom;
  return { customerId, microsoftId, dataGoneOn, stage, restorable };
}

async function tell(deps: TellDeps, loss: Loss): Promise<void> {
  const { db, mailer, mailFrom, wallNow } = deps;
  const { customerId, microsoftId, dataGoneOn, stage } = loss;
  const occasion = `${microsoftId}/${dataGoneOn}/${stage}`;
  const effectKey = `dataLoss/${occasion}`;
  if (await isNoticeAnswered(db, customerId, effectKey)) return;
  const letter = await freezeOnce(deps, loss, effectKey);
  const { kind } = await sendNotice(mailer, mailFrom.address, letter);
  const isAccepted = kind === 'accepted';
  // The task first: after a crash in between the letter is refused again, and asked for again.
  if (!isAccepted)
    await openTask(deps, customerId, {
      key: `dataLossNotTold/${occasion}`,
      what: 'dataLossNotTold',
      actor: 'subscriptions',
    });
  if (letter !== null) await noteNoticeSent(db, letter.notice, isAccepted, wallNow());
}

/** Null where there is nobody to write to. */
async function freezeOnce(deps: TellDeps, loss: Loss, effectKey: string) {
  const { customerId, microsoftId, dataGoneOn, stage, restorable } = loss;
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const known = await frozenNotice(trx, customerId, effectKey);
    if (known !== null) return known;
    const recordedAt = deps.wallNow();
    const now = businessNow(customer, recordedAt);
    const write: LetterToWrite['write'] = ({ subscriptions, traits }, parties) => {
      const ours = [...subscriptions.values()].find((one) => one.microsoftId === microsoftId);
      const facts = { ...parties, offer: ours?.offer ?? null, microsoftId, dataGoneOn, restorable };
      return writeDataLossLetter(facts, traits.locale);
    };
    const [step, occurrence] = [`dataLoss-${stage}`, `${microsoftId}/${dataGoneOn}`];
    const letter = await freezeLetter(deps, trx, customer, { effectKey, step, occurrence, now, write });
    if (letter === null) return null;
    const body = { microsoftId, dataGoneOn, stage, notice: letter.notice };
    await writeChange(trx, customer, {
      statements: [],
      events: [{ kind: 'subscription.dataLossTold', actor: 'subscriptions', at: now, recordedAt, body }],
    });
    return letter;
  });
}
