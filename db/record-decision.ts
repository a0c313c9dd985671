import type { Account } from '../domain/account/account.ts';
import { CALENDAR_VERSION } from '../domain/calendar/holidays.ts';
import type { Instant } from '../domain/calendar/day.ts';
import { KERNEL_VERSION } from '../domain/decide.ts';
import type { PendingCommand } from '../domain/commands/command.ts';
import type { Decision } from '../domain/decision.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { recordFacts } from './record-facts.ts';
import type { AuditEvent } from './audit.ts';
import { outcomeStatement } from './commands.ts';
import type { LockedCustomer } from './customers.ts';
import type { Trx } from './database.ts';
import { toDate } from './database-time.ts';
import { decisionStatement } from './decisions.ts';
import { effectStatements } from './effects.ts';
import { stampFacts } from './facts.ts';
import type { Statement } from './statement.ts';
import type { DunningSummary } from './tables/party-tables.ts';
import { type CustomerColumns, writeChange } from './write-change.ts';

/** A decision just made, under the lock of its customer. */
export interface MadeDecision {
  readonly customer: LockedCustomer;
  /** The account that was decided upon. */
  readonly account: Account;
  readonly policy: Policy;
  readonly activePolicyVersion: number;
  readonly decision: Decision;
  /** The commands that were decided, for the names of those who gave them. */
  readonly commands: readonly PendingCommand[];
  readonly decisionId: string;
  readonly run: { readonly runId: string; readonly turn: number };
  readonly wallNow: Instant;
  /** Who decided, for the audit; default `life`. */
  readonly actor?: string;
}

/**
 * Records a decision: its moves as facts, the decision itself, its effects, what became of commands,
 * the audit, and how far the life has come. Answers with the customer as it is now; its `assessedVersion` is its version.
 */
export async function recordDecision(trx: Trx, made: MadeDecision): Promise<LockedCustomer> {
  const { customer, decision, decisionId, wallNow, actor = 'life' } = made;
  const stamp = { at: decision.now, recordedAt: wallNow, actor };
  const version = decision.moves.length === 0 ? customer.factVersion : customer.factVersion + 1;
  const facts = stampFacts(decision.moves, version, stamp, { commands: made.commands });
  const recording = facts.length === 0 ? undefined : recordFacts(customer, made.account, facts);
  const account = recording?.account ?? made.account;
  const statements: Statement[] = [
    ...(recording?.statements ?? []),
    decisionStatement({
      id: decisionId,
      customerId: customer.id,
      ...made.run,
      factVersion: customer.factVersion,
      factsHash: customer.factsHash,
      now: decision.now,
      recordedAt: wallNow,
      kernelVersion: KERNEL_VERSION,
      calendarVersion: CALENDAR_VERSION,
      policy: { key: made.policy.key, version: made.policy.version },
      activePolicyVersion: made.activePolicyVersion,
      decision,
    }),
    ...effectStatements(customer.id, decisionId, decision.effects, wallNow),
  ];
  if (decision.outcomes.length > 0) statements.push(outcomeStatement(decision.outcomes, wallNow));
  const next = await writeChange(trx, customer, {
    ...recording,
    statements,
    events: [...decisionEvents(made, stamp), ...(recording?.events ?? [])],
    columns: lifeColumns(made, account, version),
  });
  return { ...next, factVersion: version, assessedVersion: version, latestDecisionId: decisionId };
}

/** How far the life has come. What it did itself needs no telling, so the mark counts as delivered. */
function lifeColumns(made: MadeDecision, account: Account, version: number): CustomerColumns {
  const { customer, decision, decisionId, wallNow } = made;
  return {
    fact_version: version,
    delivered_version: version,
    assessed_version: version,
    assessed_at: toDate(wallNow),
    latest_decision_id: decisionId,
    phase: decision.phase,
    service: decision.service,
    wake_at: decision.wakeAt === null ? null : toDate(decision.wakeAt),
    next_step: decision.nextStep && JSON.stringify(decision.nextStep),
    dunning: dunningColumn(account),
    ...(customer.clock.mode === 'test' && { clock_offset_ms: BigInt(decision.now - wallNow) }),
    ...(decision.phase === 'closed' && customer.closedAt === null && { closed_at: toDate(decision.now) }),
  };
}

function dunningColumn(account: Account): string | null {
  const { dunning, policy } = account;
  if (dunning.case === null) return null;
  const summary: DunningSummary = {
    policy: policy.key,
    policyVersion: policy.version,
    step: dunning.position.at(-1)?.step ?? null,
    since: dunning.case.openedAt,
    pausedUntil: dunning.pausedUntil,
  };
  return JSON.stringify(summary);
}

/** The decision, each command's outcome, each effect wanted, and each thing that was due and not done (design, rule 7). */
function decisionEvents(made: MadeDecision, stamp: Omit<AuditEvent, 'kind' | 'body'>): readonly AuditEvent[] {
  const { decision, decisionId } = made;
  const event = (kind: string, body: AuditEvent['body']): AuditEvent => ({ ...stamp, kind, body });
  const { phase, service } = decision;
  return [
    event('decision', {
      decision: decisionId,
      phase,
      service,
      facts: Buffer.from(made.customer.factsHash).toString('hex'),
    }),
    ...decision.outcomes.map((outcome) =>
      event(`command.${outcome.outcome}`, {
        command: outcome.command,
        ...(outcome.outcome === 'refused' && { code: outcome.code }),
      }),
    ),
    ...decision.nonEvents.map((held) => event('notDone', { decision: decisionId, ...held })),
    ...decision.effects.map((effect) => event('effect.decided', { decision: decisionId, effect: effect.key })),
  ];
}
