import { type TermNearLoss, termsNearLoss } from '../../db/subscription-terms.ts';
import { addDays, type Day, dayAt } from '../../domain/calendar/day.ts';
import { tellingStage, termOutlook } from '../../domain/service/data-loss.ts';
import { writeDataLossLetter } from '../../domain/service/data-loss-letter.ts';
import type { ActivityDeps } from '../deps.ts';
import { type TellDeps, tellOnce } from '../notices/tell-once.ts';

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
export async function tellDataLosses(deps: TellDeps & Pick<ActivityDeps, 'log'>): Promise<void> {
  const now = deps.wallNow();
  // A day more than today's: somewhere it is tomorrow already.
  for (const near of await termsNearLoss(deps.db, addDays(dayAt(now, 'UTC'), 1))) {
    const loss = lossOf(near, dayAt(now, near.timeZone));
    if (loss === null) continue;
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
  const { customerId, microsoftId, dataGoneOn, stage, restorable } = loss;
  const occasion = `${microsoftId}/${dataGoneOn}/${stage}`;
  await tellOnce(deps, customerId, {
    effectKey: `dataLoss/${occasion}`,
    step: `dataLoss-${stage}`,
    occurrence: `${microsoftId}/${dataGoneOn}`,
    wordsAt:
      () =>
      ({ subscriptions, traits }, parties) => {
        const ours = [...subscriptions.values()].find((one) => one.microsoftId === microsoftId);
        const facts = { ...parties, offer: ours?.offer ?? null, microsoftId, dataGoneOn, restorable };
        return writeDataLossLetter(facts, traits.locale);
      },
    told: { kind: 'subscription.dataLossTold', body: { microsoftId, dataGoneOn, stage } },
    untold: { key: `dataLossNotTold/${occasion}`, what: 'dataLossNotTold' },
    actor: 'subscriptions',
  });
}
