import type { z } from 'zod';
import type { acceptance } from '../../contracts/hygiene.ts';
import type { Change } from '../../db/change.ts';
import { acceptanceStatement, currentFindings } from '../../db/hygiene-findings.ts';
import { addDays, startOfDay } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { unknownReference } from '../resources/named.ts';
import type { WriteContext } from '../write.ts';
import { addToOpenReview } from './review-write.ts';

/**
 * Accepts findings, by name and with a reason, until the end of a day; later reviews honour it as long as it is the same finding.
 * @throws Refusal `unknown_reference`, `day_has_passed`
 */
export async function acceptFindings(
  change: Change,
  { actor }: WriteContext,
  { findings, reason, until }: z.output<typeof acceptance>,
  { now }: ApiDeps,
): Promise<void> {
  const { customer, trx } = change;
  if (until < change.today)
    throw new Refusal('day_has_passed', `the customer's today is ${change.today}`, [
      { pointer: '/until', message: 'has passed' },
    ]);
  const known = new Set((await currentFindings(trx, customer.id)).map(({ key }) => key));
  const unknown = findings.findIndex((key) => !known.has(key));
  if (unknown >= 0) throw unknownReference('there is no such finding at present', `/findings/${unknown}`);
  const wallNow = now();
  const end = startOfDay(addDays(until, 1), customer.timeZone);
  change.write(acceptanceStatement(customer.id, findings, end));
  change.audit('hygiene.accepted', { findings: [...findings], until });
  writeNote(change, { subject: customer.id, kind: 'hygieneAcceptance', text: reason, actor: actor.name, wallNow });
  const draft = { kind: 'review.accepted', body: { findings, until: end } } as const;
  await addToOpenReview(change, draft, { actor: actor.name, wallNow });
}
