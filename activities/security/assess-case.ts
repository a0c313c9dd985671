import type { CaseTurn, SecurityCaseInput } from '../../contracts/security-case-activities.ts';
import { containmentPolicyOf } from '../../db/containment-policy.ts';
import type { Trx } from '../../db/database.ts';
import { standingsOf } from '../../db/standings.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { money } from '../../domain/money.ts';
import { moneyAtStake, policyMoves } from '../../domain/security/auto-contain.ts';
import { clocksOf } from '../../domain/security/case-clocks.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { decideCase } from '../../domain/security/decide-case.ts';
import type { CaseEffect } from '../../domain/security/case-decision.ts';
import { type SecurityCase, stateOf } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { noteAssessed } from '../streams/note-assessed.ts';
import { turnOfStream } from '../streams/turn-of-stream.ts';
import { changeCase } from './change-case.ts';

const SUMMARIES: Readonly<Record<CaseEffect['kind'], string>> = {
  tell: 'mail to whoever is responsible',
  tellCustomer: 'letter to the customer',
  contain: 'stop what does harm',
  holdPlan: 'stop the Azure plan',
  check: 'read back what was contained',
  openTask: 'task for people',
  closeTask: 'task that is done',
  release: 'release the fraud hold',
  restart: 'start again what was stopped',
  checkReversal: 'read back what was started again',
  answer: 'verdict to Microsoft',
};

/** One turn of a case: what the time and its facts ask for is recorded, and what is to be done is answered. */
export async function assessCase(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  input: SecurityCaseInput,
): Promise<CaseTurn> {
  const { known, now } = await changeCase(deps, input, async ({ trx, loaded, now: at }) => [
    ...decideCase(loaded.known, at).moves,
    ...(await movesOfPolicy(trx, input.customerId, loaded.known, deps.wallNow())),
  ]);
  // What was just recorded may ask for effects; a second look records nothing more.
  const decision = decideCase(known, now);
  await noteAssessed(deps.db, 'security_case', { id: input.caseId, seq: known.seq }, decision, now);
  return turnOfStream(decision, { seq: known.seq, now, details: detailsOf(known, now), summaries: SUMMARIES });
}

/** What the customer's policy decides by itself. Most policies decide nothing: that is asked first. */
async function movesOfPolicy(
  trx: Trx,
  customerId: string,
  known: SecurityCase,
  wallNow: Instant,
): Promise<readonly CaseFactDraft[]> {
  if (known.closedAt !== null || known.alerts.length === 0) return [];
  const policy = await containmentPolicyOf(trx, customerId);
  if (policy === undefined) return [];
  const unbilled = (await standingsOf(trx, [customerId], wallNow)).get(customerId)?.unbilled ?? 0n;
  return policyMoves(known, policy, moneyAtStake(known, money(unbilled, policy.autoContain.atStake.currency)));
}

function detailsOf(known: SecurityCase, now: Instant): string {
  const clocks = clocksOf(known).map(({ name, at, metAt }) => {
    const standing = metAt === null ? (now > at ? 'missed' : 'open') : metAt > at ? 'kept late' : 'kept';
    return `- ${name} by ${new Date(at).toISOString()}: ${standing}`;
  });
  return [`**${stateOf(known)}** · ${known.kind} · ${known.severity}`, ...clocks].join('\n');
}
