import type { z } from 'zod';
import type { newAccessGrant } from '../../contracts/access-grants.ts';
import { openGrant } from '../../db/access-grants.ts';
import type { Change } from '../../db/change.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { type AccessTarget, roleId } from '../../domain/access/access-target.ts';
import { type LengthProblem, lengthProblem, longestFor } from '../../domain/access/grant-length.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { GRANT_NOTES } from '../resources/access-grant.ts';
import type { WriteContext } from '../write.ts';
import { missingControls, requireControls } from './gate.ts';

type Asked = z.output<typeof newAccessGrant>;

/**
 * Asks for access. Nothing is given by it: a second person decides.
 * @throws Refusal `wrong_phase`, `unknown_reference`, `invalid_grant_period`, `controls_missing`
 */
export async function askForAccess(
  change: Change,
  { actor }: WriteContext,
  body: Asked,
  { now }: ApiDeps,
): Promise<string> {
  const { phase } = change.customer;
  if (change.account.traits.tenant === null || phase === 'closed' || phase === 'refused')
    throw new Refusal('wrong_phase', 'there is no tenant of an open customer to which access could be given');
  const target = targetOf(body.access);
  const startsAt = body.startsAt ?? change.now;
  const { endsAt, askWaiver } = body;
  const problem = lengthProblem(target, { startsAt, endsAt }, change.now);
  if (problem !== null) throw new Refusal('invalid_grant_period', wordsFor(problem, target));
  const wallNow = now();
  if (!askWaiver) requireControls(await missingControls(change.trx, change.customer.id, target, wallNow));
  const id = change.newId('acg');
  const requested = { target, startsAt, endsAt, askedBy: actor.name, waiverAsked: askWaiver };
  const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
  const of = { id, customerId: change.customer.id };
  writeRecording(change, openGrant(of, [{ kind: 'grant.requested', body: requested }], stamp));
  writeNote(change, { subject: id, kind: GRANT_NOTES.reason, text: body.reason, actor: actor.name, wallNow });
  return id;
}

function targetOf(access: Asked['access']): AccessTarget {
  const role = roleId(access.kind, access.role);
  if (role === undefined)
    throw new Refusal('unknown_reference', `no role is called ${access.role} here; give its id`, [
      { pointer: '/access/role', message: 'no known role' },
    ]);
  return { ...access, role };
}

function wordsFor(problem: LengthProblem, target: AccessTarget): string {
  const words: Readonly<Record<LengthProblem, string>> = {
    notInOrder: 'it would end before it begins',
    hasPassed: 'its end has passed',
    tooLong: `such access lasts at most ${longestFor(target) / 86_400_000} days`,
    tooFarAhead: 'it begins more than 30 days ahead',
  };
  return words[problem];
}
