import type { AccessGrantInput, GrantTurn } from '../../contracts/access-grant-activities.ts';
import { type AccessGrant, stateOf } from '../../domain/access/access-grant.ts';
import { roleName } from '../../domain/access/access-target.ts';
import { decideGrant, type GrantEffect } from '../../domain/access/decide-grant.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { noteAssessed } from '../streams/note-assessed.ts';
import { turnOfStream } from '../streams/turn-of-stream.ts';
import { changeGrant } from './change-grant.ts';

const SUMMARIES: Readonly<Record<GrantEffect['kind'], string>> = {
  activate: 'give the role at Microsoft, and read it back',
  end: 'take the role away, and prove that it is gone',
  ask: 'ask a person to see that the role is gone',
};

/** One turn of a grant: what the time and its facts ask for is recorded, and what is to be done is answered. */
export async function assessGrant(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  input: AccessGrantInput,
): Promise<GrantTurn> {
  const { known, now } = await changeGrant(deps, input, ({ loaded, now: at }) => decideGrant(loaded.known, at).moves);
  // What was just recorded may ask for effects; a second look records nothing more.
  const decision = decideGrant(known, now);
  await noteAssessed(deps.db, 'access_grant', { id: input.grantId, seq: known.seq }, decision, now);
  return turnOfStream(decision, { seq: known.seq, now, details: detailsOf(known, now), summaries: SUMMARIES });
}

function detailsOf(known: AccessGrant, now: Instant): string {
  const { target, startsAt, endsAt, checks } = known;
  return [
    `**${stateOf(known, now)}** · ${target.kind} ${roleName(target) ?? target.role}`,
    `- from ${new Date(startsAt).toISOString()} to ${new Date(endsAt).toISOString()}`,
    ...(checks > 0 ? [`- end read back ${checks} times`] : []),
  ].join('\n');
}
