import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { latestBudget } from '../../db/budgets.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import { type Duty, dutyEndedStatement } from '../../db/microsoft-duties.ts';
import { writeChange } from '../../db/write-change.ts';
import { formatMoney } from '../../domain/money-format.ts';
import { money } from '../../domain/money.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';

/** What carrying a duty needs. */
export type DutyDeps = Pick<ActivityDeps, 'db' | 'partnerOnboarding' | 'partnerUsage' | 'wallNow' | 'newId' | 'log'>;

/** A sandbox has no budgets (practice 62, contract §16). */
const NOT_IN_SANDBOX = '900127';
/** The customer has ended the relationship (contract §17): there is no way to its tenant, and none for us to take back. */
const WITHOUT_RELATIONSHIP: ReadonlySet<string> = new Set(['20002', '900159']);
/** We lack delegated rights at this very customer (contract §17); whatever else is wrong with our sign-in is so for everybody. */
const WITHOUT_RIGHTS_HERE = '900308';

/** Contract §2.7 has it for orders and subscriptions; for a new tenant it is supposed (I). */
const VISIBLE_WITHIN_MS = 15 * 60_000;

/**
 * Does what is owed. Every act is a wish for a state and stops when it is so already, so that a crash in between costs nothing;
 * attestation and budget are read back. What Microsoft refuses for good is a person's task; what it does not answer is owed
 * until it does.
 */
export async function carryDuty(
  deps: DutyDeps,
  duty: Duty & { readonly tenant: string },
): Promise<'done' | 'refused' | 'waits' | 'signedOut'> {
  try {
    await carryOut(deps, duty);
    await end(deps, duty, 'done', null);
    return 'done';
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    if (isRefusal(error) && !isTooEarly(duty, error, deps.wallNow())) {
      await refused(deps, duty, error.code ?? error.kind);
      return 'refused';
    }
    deps.log.warn({ code: error.code, kind: error.kind, duty: duty.kind }, 'a duty at Microsoft has to wait');
    return error.kind === 'unauthorized' && error.code !== WITHOUT_RIGHTS_HERE ? 'signedOut' : 'waits';
  }
}

async function carryOut(deps: DutyDeps, duty: Duty & { readonly tenant: string }): Promise<void> {
  const { kind, tenant, customerId, revision, signatory, agreedAt } = duty;
  if (kind === 'budget') {
    const agreed = await latestBudget(deps.db, customerId);
    if (agreed === undefined) return;
    await deps.partnerUsage.setBudget(tenant, formatMoney(money(agreed.amount, agreed.currency)));
    return;
  }
  if (kind === 'withdrawal') return await deps.partnerOnboarding.withdrawConsent(tenant);
  // A later revision is one that somebody has asked for anew.
  if (kind === 'consent') return await deps.partnerOnboarding.consent(tenant, { anew: revision > 1 });
  // Who signed was erased: there is nobody whose word could be carried.
  if (signatory === null || agreedAt === null) return;
  const { firstName, lastName, email, phoneNumber } = signatory;
  await deps.partnerOnboarding.attest(
    tenant,
    {
      firstName,
      lastName,
      email,
      ...(phoneNumber === undefined ? {} : { phoneNumber }),
      agreedAt: new Date(agreedAt).toISOString(),
    },
    `agreement/${customerId}/${revision}`,
  );
}

/** A refusal that names a time (an account under review) is waited for; our own sign-in is not this customer's trouble. */
function isRefusal({ kind, retryAfterMs }: PartnerCenterError): boolean {
  return retryAfterMs === null && (kind === 'refused' || kind === 'notFound');
}

/** A tenant that was just given may not be seen everywhere yet; then nobody has anything to mend. */
function isTooEarly({ kind, askedAt }: Duty, error: PartnerCenterError, wallNow: number): boolean {
  return kind === 'consent' && error.kind === 'notFound' && wallNow - askedAt < VISIBLE_WITHIN_MS;
}

async function refused(deps: DutyDeps, duty: Duty, code: string): Promise<void> {
  const isNobodysTask =
    (duty.kind === 'budget' && code === NOT_IN_SANDBOX) ||
    (duty.kind === 'withdrawal' && WITHOUT_RELATIONSHIP.has(code));
  if (isNobodysTask) return await end(deps, duty, 'notAvailable', code);
  await end(deps, duty, 'refused', code);
  const { customerId, kind, revision } = duty;
  await openTask(deps, customerId, {
    what: 'refusedByMicrosoft',
    key: `refusedByMicrosoft/${kind}/${revision}`,
    actor: 'duties',
  });
}

async function end(
  { db, wallNow }: DutyDeps,
  duty: Duty,
  state: 'done' | 'refused' | 'notAvailable',
  code: string | null,
): Promise<void> {
  const recordedAt = wallNow();
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, duty.customerId);
    const { kind, revision } = duty;
    const body = { duty: kind, revision, ...(code !== null && { code }) };
    await writeChange(trx, customer, {
      statements: [dutyEndedStatement(duty, state, code, recordedAt)],
      events: [{ kind: `duty.${state}`, actor: 'duties', at: businessNow(customer, recordedAt), recordedAt, body }],
    });
  });
}
