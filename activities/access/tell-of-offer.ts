import { approvalLink } from '../../adapters/delegated-access/approval-link.ts';
import { frozenNotice, isNoticeAnswered, noteNoticeSent } from '../../db/frozen-notices.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { letterParties } from '../../db/hygiene-letters.ts';
import type { RelationshipSuccessor } from '../../db/relationship-offers.ts';
import { writeChange } from '../../db/write-change.ts';
import { writeOfferLetter } from '../../domain/access/offer-letter.ts';
import type { DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { freezeLetter, type LetterDeps } from '../notices/freeze-letter.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { openTask } from '../tasks/open-task.ts';

type TellDeps = LetterDeps & Pick<ActivityDeps, 'newId'>;

/**
 * Sends the customer the link by which he approves a successor, once (design, rule 5): to whoever looks after users there. Where
 * the letter reaches nobody a person is asked; one that comes back later is a task as every notice is.
 */
export async function tellOfOffer(
  deps: TellDeps,
  customerId: string,
  successor: RelationshipSuccessor,
  relationships: readonly DelegatedRelationship[],
): Promise<void> {
  const { db, mailer, mailFrom, wallNow } = deps;
  const effectKey = `relationshipOffer/${successor.predecessor}`;
  if (await isNoticeAnswered(db, customerId, effectKey)) return;
  const letter = await freezeOnce(deps, customerId, successor, { effectKey, relationships });
  const { kind } = await sendNotice(mailer, mailFrom.address, letter);
  const isAccepted = kind === 'accepted';
  // The task first: after a crash in between the letter is refused again, and asked for again.
  if (!isAccepted)
    await openTask(deps, customerId, {
      key: `relationshipOfferNotTold/${successor.predecessor}`,
      what: 'relationshipOfferNotTold',
      actor: 'access',
    });
  if (letter !== null) await noteNoticeSent(db, letter.notice, isAccepted, wallNow());
}

/** Null where there is nobody to write to. */
async function freezeOnce(
  deps: TellDeps,
  customerId: string,
  { predecessor, relationship, displayName, duration, roles, dropped }: RelationshipSuccessor,
  {
    effectKey,
    relationships,
  }: { readonly effectKey: string; readonly relationships: readonly DelegatedRelationship[] },
) {
  return await deps.db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const known = await frozenNotice(trx, customerId, effectKey);
    if (known !== null) return known;
    const recordedAt = deps.wallNow();
    const now = businessNow(customer, recordedAt);
    const endsAt = relationships.find(({ id }) => id === predecessor)?.endsAt ?? now;
    const letter = await freezeLetter(deps, trx, customer, {
      effectKey,
      step: 'relationshipOffer',
      occurrence: predecessor,
      now,
      parties: letterParties,
      write: ({ traits }, parties) =>
        writeOfferLetter(
          {
            ...parties,
            endsOn: dayAt(endsAt, customer.timeZone),
            displayName,
            duration,
            roles,
            dropped,
            approvalUrl: approvalLink(relationship ?? ''),
          },
          traits.locale,
        ),
    });
    if (letter === null) return null;
    const body = { predecessor, relationship, notice: letter.notice };
    await writeChange(trx, customer, {
      statements: [],
      events: [{ kind: 'access.successorTold', actor: 'access', at: now, recordedAt, body }],
    });
    return letter;
  });
}
