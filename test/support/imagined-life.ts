import type { Account } from '../../domain/account/account.ts';
import { foldFacts } from '../../domain/account/fold.ts';
import { dayAt, type Instant, instantAt } from '../../domain/calendar/day.ts';
import type { PendingCommand } from '../../domain/commands/command.ts';
import { decide, withDrafts } from '../../domain/decide.ts';
import type { Decision, Effect } from '../../domain/decision.ts';
import type { Fact, FactDraft } from '../../domain/facts/fact.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import type { Posting } from '../../domain/ledger/posting.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import { outcomeFacts } from '../../domain/outcomes.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { STANDARD } from './policies.ts';

const TRAITS: CustomerTraits = {
  externalId: 'imagined',
  country: 'PL',
  timeZone: 'Europe/Warsaw',
  currency: 'PLN',
  locale: 'pl',
  legalStatus: 'company',
  terms: { paymentDays: 14, acceptedOn: '2020-01-02', document: null, suspensionClause: true, minimumNoticeDays: 7 },
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  tenant: 'tenant',
  contactRevision: 1,
};

/** One thing that was done, in the words of the tests. */
export interface Done {
  readonly day: string;
  readonly what: string;
}

/**
 * A life lived with the pure kernel alone: facts are posted at business instants, time is moved on, effects succeed
 * unless `fails` says otherwise. Every decision is kept.
 */
export class ImaginedLife {
  account: Account;
  now: Instant;
  readonly done: Done[] = [];
  readonly decisions: Decision[] = [];
  policy: Policy;
  fails: (effect: Effect) => EffectOutcome | null = () => null;
  #ids = 0;

  constructor(
    startsOn: string,
    {
      policy = STANDARD,
      traits = {},
      subscriptions = 1,
    }: { policy?: Policy; traits?: Partial<CustomerTraits>; subscriptions?: number } = {},
  ) {
    this.policy = policy;
    this.now = instantAt(startsOn, '07:00', traits.timeZone ?? TRAITS.timeZone);
    const registered = {
      kind: 'customer.registered',
      effectiveOn: startsOn,
      body: { ...TRAITS, ...traits },
      version: 1,
      seq: 0,
      at: this.now,
      recordedAt: this.now,
    } as Fact;
    this.account = foldFacts([registered]);
    for (let index = 1; index <= subscriptions; index += 1) {
      this.post({
        kind: 'subscription.observed',
        effectiveOn: startsOn,
        body: {
          subscription: `sub_${index}`,
          microsoftId: `ms_${index}`,
          offer: 'offer',
          quantity: 1,
          actual: 'active',
          autoRenewEnabled: true,
        },
      });
    }
  }

  get today(): string {
    return dayAt(this.now, this.account.traits.timeZone);
  }

  newId = (prefix: string): string => `${prefix}_${(this.#ids += 1)}`;

  /** Adds facts at the present instant and settles what follows. */
  post(...drafts: FactDraft[]): Decision {
    this.account = withDrafts(this.account, drafts, this.now);
    return this.settle();
  }

  /** A person's command; answers how it was judged. */
  command(command: Omit<PendingCommand, 'command' | 'by'>): Decision['outcomes'][number] | undefined {
    const pending = [{ ...command, command: this.newId('op'), by: 'person' } as PendingCommand];
    const decision = this.look(pending);
    this.settle();
    return decision.outcomes[0];
  }

  invoice(invoice: string, amount: bigint, dueOn: string): Decision {
    return this.#posting(
      issueInvoice(
        this.account,
        { invoice, number: invoice, issuedOn: this.today, net: amount, tax: 0n, instalments: [{ dueOn, amount }] },
        this.today,
      ),
    );
  }

  pay(payment: string, amount: bigint, wanted: { invoice: string; amount: bigint }[] | null = null): Decision {
    return this.#posting(
      receivePayment(
        this.account,
        this.policy,
        { payment, amount, method: 'bankTransfer', receivedOn: this.today, wanted, prepayment: null },
        this.today,
      ),
    );
  }

  posting(posting: Posting<FactDraft['kind']>): Decision {
    return this.#posting(posting);
  }

  #posting(posting: Posting<FactDraft['kind']>): Decision {
    if ('refused' in posting) throw new Error(`${posting.refused}: ${posting.detail}`);
    return this.post(posting.draft);
  }

  /** Moves time to 07:00 of `day`, stopping at every instant at which the life would wake. */
  until(day: string, time = '07:00'): this {
    const end = instantAt(day, time, this.account.traits.timeZone);
    for (let turns = 0; turns < 5_000; turns += 1) {
      const { wakeAt } = this.settle();
      if (wakeAt === null || wakeAt >= end) {
        this.now = end;
        this.settle();
        return this;
      }
      this.now = wakeAt;
    }
    throw new Error('time does not move on');
  }

  look(pending: readonly PendingCommand[] = []): Decision {
    const decision = decide(this.account, {
      policy: this.policy,
      activePolicyVersion: this.policy.version,
      now: this.now,
      pending,
      newId: this.newId,
    });
    this.decisions.push(decision);
    this.account = withDrafts(this.account, decision.moves, this.now);
    return decision;
  }

  settle(): Decision {
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const decision = this.look();
      if (decision.effects.length === 0) return decision;
      for (const effect of decision.effects) {
        const outcome = this.fails(effect) ?? success(effect);
        this.account = withDrafts(
          this.account,
          outcomeFacts(this.account, effect, outcome, this.today, this.newId),
          this.now,
        );
        if (outcome.kind !== 'deferred') this.done.push({ day: this.today, what: nameOf(effect, outcome) });
      }
    }
    throw new Error('effects do not come to rest');
  }

  /** What was done, as `day what` lines. */
  story(): string[] {
    return this.done.map(({ day, what }) => `${day} ${what}`);
  }
}

function success(effect: Effect): EffectOutcome {
  switch (effect.kind) {
    case 'notice':
      return { kind: 'accepted' };
    case 'order':
      return { kind: 'ordered', microsoftId: effect.subscription };
    case 'stop':
      return { kind: 'stopped', restorable: { autoRenewEnabled: true, scheduled: null } };
    case 'start':
      return { kind: 'restored', lost: [] };
    case 'end':
      return { kind: 'ended', how: 'notRenewed' };
    case 'charge':
      return { kind: 'charged', outcome: 'declined' };
  }
}

function nameOf(effect: Effect, outcome: EffectOutcome): string {
  const failed = outcome.kind === 'refused' || outcome.kind === 'undeliverable' ? ` ${outcome.kind}` : '';
  return `${effect.kind === 'notice' ? `${effect.step} ${effect.occurrence}` : effect.kind === 'charge' ? 'charge' : `${effect.kind} ${effect.subscription}`}${failed}`;
}
