import type { Account } from '../../../domain/account/account.ts';
import { foldFacts } from '../../../domain/account/fold.ts';
import { dayAt, type Instant } from '../../../domain/calendar/day.ts';
import type { PendingCommand } from '../../../domain/commands/command.ts';
import { decide, withDrafts } from '../../../domain/decide.ts';
import type { Decision, Effect } from '../../../domain/decision.ts';
import type { Fact, FactDraft } from '../../../domain/facts/fact.ts';
import type { Posting } from '../../../domain/ledger/posting.ts';
import { type EffectOutcome, outcomeFacts } from '../../../domain/outcomes.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { type Happened, SUBSCRIPTIONS, type SubscriptionName } from '../happened.ts';
import type { ReplayCustomer } from '../replay-customer.ts';

/** A prediction that does not come to rest: a rule of the kernel undoes itself. */
const MOST_TURNS = 1_000;

/** One customer's life, lived by the pure kernel alone: no database, no server, no clock. */
export interface PredictedLife {
  readonly account: () => Account;
  readonly now: () => Instant;
  readonly happened: readonly Happened[];
  /** Moves time on to `to`, waking wherever the life would wake. */
  advance(to: Instant): void;
  /** Posts what the builder makes of the account at this instant, in one version, and does what follows from it. */
  post(build: (account: Account, policy: Policy) => readonly Posting<FactDraft['kind']>[]): void;
  /** Gives a command; a command that the kernel refuses is a mistake of the script. */
  command(command: Pick<PendingCommand<'dispute.open'>, 'kind' | 'body'>): void;
}

/** The script asked for something that the kernel refuses. */
export class PredictionRefused extends Error {
  override readonly name = 'PredictionRefused';
}

/**
 * Starts a life at `startAt`, with an imported customer who trades already and two subscriptions. The same `decide` and
 * `outcomeFacts` as in the running installation, told of the same facts at the same instants.
 */
export function predictLife(customer: ReplayCustomer, policy: Policy, startAt: Instant): PredictedLife {
  const happened: Happened[] = [];
  let now = startAt;
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_${String((ids += 1)).padStart(6, '0')}`;
  const today = () => dayAt(now, customer.timeZone);
  let account = foldFacts([registered(customer, policy, startAt)]);
  account = withDrafts(
    account,
    SUBSCRIPTIONS.map((name) => observed(name, today())),
    now,
  );
  settle();

  return {
    account: () => account,
    now: () => now,
    happened,
    advance(to) {
      for (;;) {
        const { wakeAt } = settle();
        if (wakeAt === null || wakeAt > to) break;
        now = wakeAt;
      }
      now = to;
      settle();
    },
    post(build) {
      const drafts = build(account, policy).map((posting) => {
        if ('refused' in posting)
          throw new PredictionRefused(`${customer.name}: ${posting.refused}, ${posting.detail}`);
        return posting.draft;
      });
      account = withDrafts(account, drafts, now);
      settle();
    },
    command(command) {
      const pending = { ...command, command: newId('op'), by: 'replay' } as PendingCommand;
      const { outcomes } = look([pending]);
      const [outcome] = outcomes;
      if (outcome?.outcome !== 'applied') throw new PredictionRefused(`${customer.name}: ${JSON.stringify(outcome)}`);
      settle();
    },
  };

  function look(pending: readonly PendingCommand[] = []): Decision {
    const decision = decide(account, { policy, activePolicyVersion: policy.version, now, pending, newId });
    account = withDrafts(account, decision.moves, now);
    return decision;
  }

  /** Decides and carries out until nothing is left to be done at this instant. */
  function settle(): Decision {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const decision = look();
      if (decision.effects.length === 0) return decision;
      for (const effect of decision.effects) carryOut(effect);
    }
    throw new PredictionRefused(`${customer.name} does not come to rest on ${today()}`);
  }

  function carryOut(effect: Effect): void {
    account = withDrafts(account, outcomeFacts(account, effect, outcomeOf(effect), today(), newId), now);
    const record = (what: Happened['what'], which: string) =>
      happened.push({ customer: customer.name, at: now, day: today(), what, which });
    if (effect.kind === 'notice') record('notice', `${effect.step} ${effect.occurrence}`);
    if (effect.kind === 'stop') record('suspension', effect.subscription);
    if (effect.kind === 'start') record('reinstatement', effect.subscription);
  }
}

/** A world in which letters arrive and Microsoft does as it is told. */
function outcomeOf(effect: Effect): EffectOutcome {
  switch (effect.kind) {
    case 'notice':
      return { kind: 'accepted' };
    case 'stop':
      return { kind: 'stopped', restorable: { autoRenewEnabled: effect.subscription === 'renewing', scheduled: null } };
    case 'start':
      return { kind: 'restored', lost: [] };
    default:
      throw new PredictionRefused(`a replayed life never does this: ${effect.kind}`);
  }
}

function registered(customer: ReplayCustomer, policy: Policy, at: Instant): Fact {
  const body = {
    externalId: customer.name,
    country: customer.country,
    timeZone: customer.timeZone,
    currency: customer.currency,
    locale: customer.locale,
    legalStatus: customer.legalStatus,
    terms: { ...customer.terms, document: null },
    onboarding: 'existing' as const,
    policy: policy.key,
    creditLimit: null,
    tenant: 'tenant',
    contactRevision: 1,
  };
  const effectiveOn = dayAt(at, customer.timeZone);
  return { kind: 'customer.registered', effectiveOn, body, version: 1, seq: 0, at, recordedAt: at };
}

function observed(name: SubscriptionName, effectiveOn: string): FactDraft {
  const body = {
    subscription: name,
    microsoftId: name,
    offer: 'offer',
    quantity: 1,
    actual: 'active' as const,
    autoRenewEnabled: name === 'renewing',
  };
  return { kind: 'subscription.observed', effectiveOn, body };
}
