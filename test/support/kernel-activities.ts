import { turnOf } from '../../activities/life/turn-of.ts';
import type { AssessInput, CarryOutInput, LifeActivities } from '../../contracts/life-activities.ts';
import type { Turn } from '../../contracts/lifecycle.ts';
import type { Account } from '../../domain/account/account.ts';
import { foldFacts } from '../../domain/account/fold.ts';
import { type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { decide, withDrafts } from '../../domain/decide.ts';
import type { Decision, Effect } from '../../domain/decision.ts';
import type { Fact, FactDraft } from '../../domain/facts/fact.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import type { Posting } from '../../domain/ledger/posting.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import { type EffectOutcome, outcomeFacts } from '../../domain/outcomes.ts';
import { STANDARD } from './policies.ts';

const ZONE = 'Europe/Warsaw';

/**
 * Activities of one life over the kernel in memory: the workflow's own behaviour (order, waiting, waking, answering) is
 * tested on the fast test server, while what PostgreSQL and the outside world do is tested elsewhere on the real ones.
 * The workflow's own time is the business time.
 */
export class KernelActivities implements LifeActivities {
  account: Account;
  now: Instant;
  turns = 0;
  readonly done: string[] = [];
  #effects: readonly Effect[] = [];
  #ids = 0;
  /** Called before an effect is carried out: the moment between "decided" and "sending". */
  beforeEffect: (effect: Effect) => void = () => {};

  constructor(now: Instant) {
    this.now = now;
    const traits = {
      externalId: 'kernel',
      country: 'PL',
      timeZone: ZONE,
      currency: 'PLN',
      locale: 'pl',
      legalStatus: 'company',
      terms: {
        paymentDays: 14,
        acceptedOn: '2020-01-02',
        document: null,
        suspensionClause: true,
        minimumNoticeDays: 7,
      },
      onboarding: 'existing',
      policy: 'standard',
      creditLimit: null,
      tenant: 'tenant',
      contactRevision: 1,
    } as const;
    const stamp = { version: 1, at: now, recordedAt: now, effectiveOn: this.today };
    const subscription = {
      subscription: 'sub_1',
      microsoftId: 'm',
      offer: 'o',
      quantity: 1,
      actual: 'active',
      autoRenewEnabled: true,
    } as const;
    const facts: Fact[] = [
      { ...stamp, seq: 0, kind: 'customer.registered', body: traits },
      { ...stamp, seq: 1, kind: 'subscription.observed', body: subscription },
    ];
    this.account = foldFacts(facts);
  }

  get today(): Day {
    return dayAt(this.now, ZONE);
  }

  newId = (prefix: string): string => {
    this.#ids += 1;
    return `${prefix}_${this.#ids}`;
  };

  invoice(invoice: string, amount: bigint, dueOn: Day): void {
    const toIssue = {
      invoice,
      number: invoice,
      issuedOn: this.today,
      net: amount,
      tax: 0n,
      instalments: [{ dueOn, amount }],
    };
    this.#post(issueInvoice(this.account, toIssue, this.today));
  }

  pay(payment: string, amount: bigint): void {
    const toReceive = {
      payment,
      amount,
      method: 'bankTransfer',
      receivedOn: this.today,
      wanted: null,
      prepayment: null,
    } as const;
    this.#post(receivePayment(this.account, STANDARD, toReceive, this.today));
  }

  #post(posting: Posting<FactDraft['kind']>): void {
    if ('refused' in posting) throw new Error(posting.detail);
    this.account = withDrafts(this.account, [posting.draft], this.now);
  }

  look(): Decision {
    const decision = decide(this.account, {
      policy: STANDARD,
      activePolicyVersion: 1,
      now: this.now,
      pending: [],
      newId: this.newId,
    });
    this.account = withDrafts(this.account, decision.moves, this.now);
    return decision;
  }

  assess = async (input: AssessInput): Promise<Turn> => {
    this.now = Math.max(this.now, input.runTime);
    this.turns += 1;
    const decision = this.look();
    this.#effects = decision.effects;
    return turnOf(decision, this.account.version, input.runTime);
  };

  carryOut = async (input: CarryOutInput): Promise<void> => {
    this.now = Math.max(this.now, input.runTime);
    const decided = this.#effects.find((effect) => effect.key === input.effectKey);
    if (decided === undefined) return;
    this.beforeEffect(decided);
    const effect = this.look().effects.find((still) => still.key === input.effectKey);
    if (effect === undefined) return;
    this.account = withDrafts(
      this.account,
      outcomeFacts(this.account, effect, success(effect), this.today, this.newId),
      this.now,
    );
    this.done.push(effect.kind === 'notice' ? `${effect.step} ${effect.occurrence}` : effect.kind);
  };
}

function success(effect: Effect): EffectOutcome {
  switch (effect.kind) {
    case 'stop':
      return { kind: 'stopped', restorable: { autoRenewEnabled: true, scheduled: null } };
    case 'start':
      return { kind: 'restored', lost: [] };
    default:
      return { kind: 'accepted' };
  }
}
