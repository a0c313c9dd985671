import { Context } from '@temporalio/activity';
import type { TestDelivery } from '../../adapters/partner-security/create-webhook-registrations.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import type { ActivityDeps } from '../deps.ts';

/** What we want to be told of at once; everything else is found by the rounds. */
const EVENTS = ['azure-fraud-event-detected', 'subscription-updated', 'usagerecords-thresholdExceeded', 'test-created'];
/** A test event that was not answered by then has been lost on its way. */
const HEARD_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 2_000;

type RegistrationDeps = Pick<ActivityDeps, 'db' | 'webhookRegistrations' | 'publicUrl' | 'wallNow' | 'log'>;

/**
 * Makes sure that Microsoft sends us its events, and that they arrive: a test event is the heartbeat, and silence is an
 * alarm (practice 41), in the audit and in the log. Until somebody mends it, the rounds see everything a little later.
 * @returns `woken` is 1 when nothing was heard
 */
export async function tendRegistration(deps: RegistrationDeps): Promise<RoundReport> {
  const { webhookRegistrations, publicUrl, log } = deps;
  await webhookRegistrations.ensure({ url: `${publicUrl}/webhooks/partner-center`, events: EVENTS });
  const correlationId = await webhookRegistrations.sendTest();
  const isHeard = await untilHeard(deps, correlationId);
  if (!isHeard) log.error({ correlationId }, "Microsoft's test event did not arrive: are its webhooks let in?");
  await note(deps, isHeard ? 'webhooks.heard' : 'webhooks.silent', correlationId);
  return { looked: 1, woken: isHeard ? 0 : 1 };
}

async function untilHeard({ webhookRegistrations }: RegistrationDeps, correlationId: string): Promise<boolean> {
  const giveUpAt = Date.now() + HEARD_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const delivery = await webhookRegistrations.testResult(correlationId);
    if (wasAnswered(delivery)) return true;
    // Microsoft has given up, and so need we.
    if (delivery.completed) return false;
    const context = Context.current();
    context.heartbeat();
    // A worker that is told to stop does not wait for the minute to be over.
    await context.sleep(LOOK_EVERY_MS);
  }
  return false;
}

function wasAnswered({ results }: TestDelivery): boolean {
  return results.some(({ responseCode, systemError }) => responseCode.toUpperCase() === 'OK' && !systemError);
}

async function note({ db, wallNow }: RegistrationDeps, kind: string, correlationId: string): Promise<void> {
  const now = wallNow();
  const event = { kind, actor: 'registration', at: now, recordedAt: now, body: { correlationId } };
  await db.transaction().execute((trx) => appendSystemAudit(trx, [event]));
}
