import type { CaseTurn, SecurityCaseInput } from '../../contracts/security-case-activities.ts';
import { noteStreamAssessed } from '../../db/stream-delivery.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { clocksOf } from '../../domain/security/case-clocks.ts';
import { type CaseEffect, decideCase } from '../../domain/security/decide-case.ts';
import { type SecurityCase, stateOf } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { changeCase } from './change-case.ts';

const SUMMARIES: Readonly<Record<CaseEffect['kind'], string>> = {
  tell: 'mail to whoever is responsible',
  cancelAzure: 'cancel Azure subscriptions',
  check: 'read back what was contained',
  answer: 'verdict to Microsoft',
};

/** One turn of a case: what the time and its facts ask for is recorded, and what is to be done is answered. */
export async function assessCase(
  deps: Pick<ActivityDeps, 'db' | 'wallNow'>,
  input: SecurityCaseInput,
): Promise<CaseTurn> {
  const { known, now } = await changeCase(deps, input, ({ loaded, now: at }) => decideCase(loaded.known, at).moves);
  // What was just recorded may ask for effects; a second look records nothing more.
  const { effects, wakeAt, over } = decideCase(known, now);
  await noteStreamAssessed(deps.db, 'security_case', { id: input.caseId, seq: known.seq, wakeAt });
  return {
    seq: known.seq,
    effects: effects.map(({ key, kind }) => ({ key, summary: SUMMARIES[kind] })),
    sleepMs: wakeAt === null ? null : Math.max(1, wakeAt - now),
    details: detailsOf(known, now),
    over,
  };
}

function detailsOf(known: SecurityCase, now: Instant): string {
  const clocks = clocksOf(known).map(({ name, at, metAt }) => {
    const standing = metAt === null ? (now > at ? 'missed' : 'open') : metAt > at ? 'kept late' : 'kept';
    return `- ${name} by ${new Date(at).toISOString()}: ${standing}`;
  });
  return [`**${stateOf(known)}** · ${known.kind} · ${known.severity}`, ...clocks].join('\n');
}
