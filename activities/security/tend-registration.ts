import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { TestDelivery } from '../../adapters/partner-security/create-webhook-registrations.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { type AlarmDeps, endAlarm, soundAlarm } from '../tasks/sound-alarm.ts';

/** What we want to be told of at once; everything else is found by the rounds. */
const EVENTS = ['azure-fraud-event-detected', 'subscription-updated', 'usagerecords-thresholdExceeded', 'test-created'];
/** A test event that was not answered by then has been lost on its way. */
const PATIENCE = { heardWithinMs: 60_000, lookEveryMs: 2_000 };
const ACTOR = 'registration';

const DAY_MS = 86_400_000;

type RegistrationDeps = AlarmDeps & Pick<ActivityDeps, 'webhookRegistrations' | 'publicUrl'>;

/**
 * Makes sure that Microsoft sends us its events, and that they arrive: a test event is the heartbeat, and silence is an
 * alarm (practice 41), whatever the reason. Until somebody mends it, the rounds see everything a little later.
 * @returns `woken` is 1 when nothing was heard
 */
export async function tendRegistration(deps: RegistrationDeps, patience = PATIENCE): Promise<RoundReport> {
  const heard = await listen(deps, patience);
  if (heard.isHeard) {
    await note(deps, heard.correlationId);
    await endAlarm(deps, 'webhooksSilent/', ACTOR);
    return { looked: 1, woken: 0 };
  }
  const { wallNow } = deps;
  await soundAlarm(deps, {
    key: `webhooksSilent/${dayAt(wallNow(), 'UTC')}`,
    what: 'webhooksSilent',
    for: 'operator',
    dueAt: wallNow() + DAY_MS,
    kind: 'webhooks.silent',
    actor: ACTOR,
    body: heard.because,
  });
  return { looked: 1, woken: 1 };
}

type Heard =
  | { readonly isHeard: true; readonly correlationId: string }
  | { readonly isHeard: false; readonly because: object };

/** A registration that Microsoft refuses is heard no more than an event that is lost on its way. */
async function listen(deps: RegistrationDeps, patience: typeof PATIENCE): Promise<Heard> {
  const { webhookRegistrations, publicUrl } = deps;
  try {
    await webhookRegistrations.ensure({ url: `${publicUrl}/webhooks/partner-center`, events: EVENTS });
    const correlationId = await webhookRegistrations.sendTest();
    const isHeard = await untilHeard(deps, correlationId, patience);
    return isHeard ? { isHeard, correlationId } : { isHeard, because: { correlationId } };
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const { kind, httpStatus, code } = error;
    return { isHeard: false, because: { error: kind, httpStatus, code } };
  }
}

async function untilHeard(
  { webhookRegistrations }: RegistrationDeps,
  correlationId: string,
  { heardWithinMs, lookEveryMs }: typeof PATIENCE,
): Promise<boolean> {
  const giveUpAt = Date.now() + heardWithinMs;
  while (Date.now() < giveUpAt) {
    const delivery = await webhookRegistrations.testResult(correlationId);
    if (wasAnswered(delivery)) return true;
    // Microsoft has given up, and so need we.
    if (delivery.completed) return false;
    const context = Context.current();
    context.heartbeat();
    // A worker that is told to stop does not wait for the minute to be over.
    await context.sleep(lookEveryMs);
  }
  return false;
}

function wasAnswered({ results }: TestDelivery): boolean {
  return results.some(({ responseCode, systemError }) => responseCode.toUpperCase() === 'OK' && !systemError);
}

async function note({ db, wallNow }: RegistrationDeps, correlationId: string): Promise<void> {
  const now = wallNow();
  const event = { kind: 'webhooks.heard', actor: ACTOR, at: now, recordedAt: now, body: { correlationId } };
  await db.transaction().execute((trx) => appendSystemAudit(trx, [event]));
}
