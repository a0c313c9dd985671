import type { Account } from '../../domain/account/account.ts';
import { foldFacts } from '../../domain/account/fold.ts';
import { addDays, type Day, dayAt, type Instant, instantAt } from '../../domain/calendar/day.ts';
import type { PendingCommand } from '../../domain/commands/command.ts';
import type { Decision, Effect } from '../../domain/decision.ts';
import type { HoldReason, HoldScope } from '../../domain/facts/collection-facts.ts';
import type { StoredMoney } from '../../domain/facts/stored-money.ts';
import type { Fact, FactDraft } from '../../domain/facts/fact.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { creditInvoice } from '../../domain/ledger/credit-invoice.ts';
import type { Posting } from '../../domain/ledger/posting.ts';
import { reversePayment } from '../../domain/ledger/reverse-payment.ts';
import { writeOffInvoice } from '../../domain/ledger/write-off.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { KERNEL, type Kernel } from './imagined-kernel.ts';
import { ImaginedMicrosoft } from './imagined-microsoft.ts';
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

/** One thing that was done to the outside world. */
export interface Done {
  readonly at: Instant;
  readonly day: Day;
  readonly effect: Effect;
  readonly outcome: EffectOutcome;
}

/** A command as a person words it. */
export type Asked = PendingCommand extends infer C
  ? C extends PendingCommand
    ? Omit<C, 'command' | 'by'>
    : never
  : never;

export interface LifeOptions {
  readonly policy?: Policy;
  readonly traits?: Partial<CustomerTraits>;
  readonly subscriptions?: number;
  readonly kernel?: Kernel;
  readonly witness?: Witness;
}

/** Looks on while a life is lived, and throws when it sees what must not be. */
export interface Witness {
  /** Before each effect is carried out, and before anything is recorded of it. */
  effect(life: ImaginedLife, effect: Effect): void;
  /** After each decision, with its moves recorded. */
  decision(life: ImaginedLife, decision: Decision): void;
}

/**
 * A life lived with the pure kernel alone: facts are posted at business instants, time is moved on, effects succeed
 * unless `fails` says otherwise. Every fact, decision and effect is kept.
 */
export class ImaginedLife {
  account: Account;
  now: Instant;
  /** Versions of the policy, the active one last. */
  readonly policies: Policy[];
  readonly facts: Fact[] = [];
  readonly done: Done[] = [];
  readonly decisions: Decision[] = [];
  readonly microsoft = new ImaginedMicrosoft();
  readonly kernel: Kernel;
  readonly #witness: Witness | undefined;
  fails: (effect: Effect) => EffectOutcome | null = () => null;
  #ids = 0;

  constructor(startsOn: Day, options: LifeOptions = {}) {
    const { policy = STANDARD, traits = {}, subscriptions = 1, kernel = KERNEL } = options;
    this.kernel = kernel;
    this.#witness = options.witness;
    this.policies = [policy];
    const body = { ...TRAITS, ...traits };
    this.now = instantAt(startsOn, '07:00', body.timeZone);
    const stamp = { version: 1, seq: 0, at: this.now, recordedAt: this.now };
    this.facts.push({ kind: 'customer.registered', effectiveOn: startsOn, body, ...stamp });
    this.account = foldFacts(this.facts);
    for (let index = 1; index <= subscriptions; index += 1) this.subscription(`sub_${index}`);
    this.settle();
  }

  get today(): Day {
    return dayAt(this.now, this.account.traits.timeZone);
  }

  /** The version that the customer runs under. */
  get policy(): Policy {
    return this.policies.find((policy) => policy.version === this.account.policy.version) ?? this.activePolicy;
  }

  get activePolicy(): Policy {
    return this.policies.at(-1) ?? STANDARD;
  }

  newId = (prefix: string): string => `${prefix}_${(this.#ids += 1)}`;

  zloty(minor: bigint): StoredMoney {
    return { minor: minor.toString(), currency: this.account.traits.currency };
  }

  /** Adds facts at the present instant and settles what follows. */
  post(...drafts: FactDraft[]): Decision {
    this.record(drafts);
    return this.settle();
  }

  record(drafts: readonly FactDraft[]): void {
    if (drafts.length === 0) return;
    const version = this.account.version + 1;
    const facts = drafts.map((draft, seq): Fact => ({ ...draft, version, seq, at: this.now, recordedAt: this.now }));
    this.facts.push(...facts);
    this.account = this.kernel.withFacts(this.account, facts);
  }

  /** A person's command; answers `applied` or the code of the refusal. */
  command(asked: Asked): string {
    const [outcome] = this.look([{ ...asked, command: this.newId('op'), by: 'person' }]).outcomes;
    this.settle();
    return outcome?.outcome === 'refused' ? outcome.code : 'applied';
  }

  posting(posting: Posting<FactDraft['kind']>): Decision {
    if ('refused' in posting) throw new Error(`${posting.refused}: ${posting.detail}`);
    return this.post(posting.draft);
  }

  /** Issues an invoice today, tax included; with several amounts, instalments of a month each. */
  invoice(invoice: string, amount: bigint | readonly bigint[], dueOn: Day): Decision {
    const amounts = typeof amount === 'bigint' ? [amount] : amount;
    const instalments = amounts.map((part, index) => ({ dueOn: addDays(dueOn, 30 * index), amount: part }));
    const net = amounts.reduce((sum, part) => sum + part, 0n);
    const toIssue = { invoice, number: invoice, issuedOn: this.today, net, tax: 0n, instalments };
    return this.posting(this.kernel.issueInvoice(this.account, toIssue, this.today));
  }

  pay(
    payment: string,
    amount: bigint,
    wanted: readonly { readonly invoice: string; readonly amount: bigint }[] | null = null,
    prepayment: string | null = null,
  ): Decision {
    const money = { payment, amount, method: 'bankTransfer', receivedOn: this.today, wanted, prepayment } as const;
    return this.posting(this.kernel.receivePayment(this.account, this.policy, money, this.today));
  }

  reverse(payment: string, kind: 'chargeback' | 'return' | 'correction' = 'chargeback'): Decision {
    return this.posting(reversePayment(this.account, this.policy, payment, kind, this.today));
  }

  credit(invoice: string, amount: bigint | null, kind: 'creditNote' | 'void' | 'dispute' = 'creditNote'): Decision {
    const credit = { creditNote: this.newId('crn'), invoice, amount, kind };
    return this.posting(creditInvoice(this.account, this.policy, credit, this.today));
  }

  writeOff(invoice: string): Decision {
    return this.posting(writeOffInvoice(this.account, invoice, this.today));
  }

  dispute(dispute: string, invoice: string, amount: bigint): string {
    return this.command({ kind: 'dispute.open', body: { dispute, invoice, amount: this.zloty(amount) } });
  }

  resolve(dispute: string, outcome: 'accepted' | 'rejected'): Decision {
    return this.post({ kind: 'dispute.resolved', effectiveOn: this.today, body: { dispute, outcome } });
  }

  promise(promise: string, amount: bigint, dueOn: Day): string {
    return this.command({ kind: 'promise.make', body: { promise, amount: this.zloty(amount), dueOn } });
  }

  hold(hold: string, reason: HoldReason, scope: HoldScope = 'account', until: Instant | null = null): string {
    return this.command({ kind: 'hold.place', body: { hold, reason, scope, until } });
  }

  suspect(payment: string, amount: bigint): Decision {
    const body = { payment, amount: this.zloty(amount), because: 'equalsOpenInvoice' } as const;
    return this.post({ kind: 'unmatched.suspected', effectiveOn: this.today, body });
  }

  clear(payment: string): Decision {
    return this.post({ kind: 'unmatched.cleared', effectiveOn: this.today, body: { payment } });
  }

  traits(changes: Partial<CustomerTraits>): Decision {
    return this.post({ kind: 'customer.changed', effectiveOn: this.today, body: changes });
  }

  /** The last dunning notice of this step comes back. */
  bounce(step: string): Decision {
    const notice = [...this.account.notices.values()].findLast((known) => known.step === step);
    if (notice === undefined) throw new Error(`no ${step} was sent`);
    const { noticeKind, occurrence, contactRevision } = notice;
    const body = { noticeKind, step, occurrence, contactRevision, because: 'bounced' } as const;
    return this.post({ kind: 'notice.undeliverable', effectiveOn: this.today, body });
  }

  /** Read from Microsoft by the sweep, or, for one that is new, its first sight. */
  subscription(
    subscription: string,
    changes: { actual?: 'active' | 'suspended' | 'disabled'; base?: string } = {},
  ): void {
    if (!this.microsoft.seats.has(subscription))
      this.microsoft.open(subscription, { autoRenewEnabled: true, scheduled: null });
    const seat = Object.assign(this.microsoft.seat(subscription), changes);
    const { actual, autoRenewEnabled, base } = seat;
    const body = {
      subscription,
      microsoftId: `ms_${subscription}`,
      offer: 'offer',
      quantity: 1,
      actual,
      autoRenewEnabled,
      ...(base == null ? {} : { base: `ms_${base}` }),
    };
    this.record([{ kind: 'subscription.observed', effectiveOn: this.today, body }]);
  }

  /** Activates a new version, and says what becomes of open cases. */
  activate(policy: Policy, openCases: 'freeze' | 'migrate' | 'restart'): Decision {
    this.policies.push(policy);
    const { key, version } = policy;
    return this.post({ kind: 'policy.assigned', effectiveOn: this.today, body: { key, version, openCases } });
  }

  /** Moves time to `time` of `day`, stopping at every instant at which the life would wake. */
  until(day: Day, time = '07:00'): this {
    return this.untilInstant(instantAt(day, time, this.account.traits.timeZone));
  }

  untilInstant(end: Instant): this {
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

  /** Decides and records what follows; effects are not carried out. */
  look(pending: readonly PendingCommand[] = []): Decision {
    const decision = this.kernel.decide(this.account, {
      policy: this.policy,
      activePolicyVersion: this.activePolicy.version,
      now: this.now,
      pending,
      newId: this.newId,
    });
    this.decisions.push(decision);
    this.record(decision.moves);
    this.#witness?.decision(this, decision);
    return decision;
  }

  /** Decides and carries out until nothing is left to do at this instant. */
  settle(): Decision {
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const decision = this.look();
      if (decision.effects.length === 0 && decision.wakeAt !== this.now) return decision;
      for (const effect of decision.effects) {
        this.#witness?.effect(this, effect);
        const outcome = this.fails(effect) ?? this.#succeed(effect);
        if (outcome.kind !== 'deferred') this.done.push({ at: this.now, day: this.today, effect, outcome });
        this.record(this.kernel.outcomeFacts(this.account, effect, outcome, this.today, this.newId));
      }
    }
    throw new Error('effects do not come to rest');
  }

  #succeed(effect: Effect): EffectOutcome {
    if (effect.kind === 'charge')
      return { kind: 'charged', outcome: effect.gatewayPaymentMethod ? 'declined' : 'noInstrument' };
    if (effect.kind === 'cart') return this.microsoft.checkOut(effect);
    if (effect.kind !== 'notice') return this.microsoft.carryOut(effect, this.account);
    return effect.contactRevision > 0 ? { kind: 'accepted' } : { kind: 'undeliverable', because: 'noContact' };
  }

  /** What was done, as `day what` lines. */
  story(from: Day = ''): string[] {
    return this.done
      .filter(({ day }) => day >= from)
      .map(({ day, effect, outcome }) => `${day} ${nameOf(effect, outcome)}`);
  }

  /** Facts of one kind, oldest first. */
  told<K extends FactDraft['kind']>(kind: K): Extract<Fact, { kind: K }>[] {
    return this.facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
  }
}

function nameOf(effect: Effect, outcome: EffectOutcome): string {
  const failed = outcome.kind === 'refused' || outcome.kind === 'undeliverable' ? ` ${outcome.kind}` : '';
  if (effect.kind === 'notice') return `${effect.step} ${effect.occurrence}${failed}`;
  if (effect.kind === 'cart') return `cart ${effect.order}${failed}`;
  return effect.kind === 'charge' ? `charge ${effect.step.step}` : `${effect.kind} ${effect.subscription}${failed}`;
}
