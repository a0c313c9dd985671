import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { activityMark } from '../../db/activity.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { signInAlarm, type SignInSeen } from '../../domain/partner/sign-in-alarm.ts';
import { staleSince } from '../../domain/usage/stale-usage.ts';
import type { ActivityDeps } from '../deps.ts';
import { type AlarmDeps, endAlarm, soundAlarm } from '../tasks/sound-alarm.ts';
import { USAGE } from '../usage/tend-usage.ts';

const HOUR_MS = 3_600_000;
const ACTOR = 'alarms';
const SIGN_IN_ALARMS = ['consentLost', 'mfaMissing'] as const;

type TendDeps = AlarmDeps & Pick<ActivityDeps, 'partnerSignIn'>;

/**
 * The hourly look at what others rely on without noticing: the consenting administrator's sign-in, without which usage, fraud
 * events and agreements are closed to us (contract §1.5, practice 71), and how old usage is. Each is an alarm once a day, and
 * its task is closed by itself when all is well again.
 * @returns how much was looked at, and how much of it is an alarm
 */
export async function tendAlarms(deps: TendDeps): Promise<RoundReport> {
  const woken = [await tendSignIn(deps), await tendUsageAge(deps)].filter(Boolean).length;
  return { looked: 2, woken };
}

async function tendSignIn(deps: TendDeps): Promise<boolean> {
  const { wallNow } = deps;
  const seen = await look(deps);
  if (seen === null) return false;
  const alarm = signInAlarm(seen);
  for (const other of SIGN_IN_ALARMS) if (other !== alarm) await endAlarm(deps, `${other}/`, ACTOR);
  if (alarm === null) return false;
  const { kind: _kind, ...body } = seen;
  await soundAlarm(deps, {
    key: `${alarm}/${dayAt(wallNow(), 'UTC')}`,
    what: alarm,
    for: 'operator',
    dueAt: wallNow() + HOUR_MS,
    kind: `signIn.${alarm}`,
    actor: ACTOR,
    body,
  });
  return true;
}

/** Null while Microsoft does not answer: that says nothing about the sign-in. */
async function look({ partnerSignIn, log }: TendDeps): Promise<SignInSeen | null> {
  try {
    const { withMfa, recent } = await partnerSignIn.look();
    return { kind: 'answered', withMfa, recentWithoutMfa: recent.withoutMfa };
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const { kind, code } = error;
    if (kind === 'unauthorized') return { kind: 'refused', code };
    log.warn({ kind, code }, 'whether the sign-in of the consenting administrator holds could not be read');
    return null;
  }
}

async function tendUsageAge(deps: TendDeps): Promise<boolean> {
  const now = deps.wallNow();
  const since = staleSince(await activityMark(deps.db, USAGE, now), now);
  if (since === null) {
    await endAlarm(deps, 'usageStale/', ACTOR);
    return false;
  }
  await soundAlarm(deps, {
    key: `usageStale/${dayAt(now, 'UTC')}`,
    what: 'usageStale',
    for: 'operator',
    dueAt: now + HOUR_MS,
    kind: 'usage.stale',
    actor: ACTOR,
    body: { notReadSince: new Date(since).toISOString() },
  });
  return true;
}
