import type { Fact } from '../facts/fact.ts';
import { NOTHING_KNOWN } from './knowledge.ts';
import type { Account, DunningState } from './account.ts';

type Loose<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer E)[] ? E[] : T;

/** The account while facts are being added: containers may grow, members are replaced and never changed in place. */
export type MutableAccount = { -readonly [K in keyof Account]: Loose<Account[K]> };

export const NO_DUNNING: DunningState = Object.freeze({
  case: null,
  casesOpened: 0,
  position: [],
  entries: new Map(),
  lastStepOn: null,
  preDue: new Map(),
  lapsed: new Set<string>(),
  pausedUntil: null,
  pauses: [],
  escalatedTo: null,
});

/** The account of a customer of whom only the registration is known. */
export function freshAccount(first: Fact<'customer.registered'>): MutableAccount {
  return {
    version: first.version,
    traits: first.body,
    registeredAt: first.at,
    lastAt: first.at,
    policy: { key: first.body.policy, version: 1 },
    requirements: new Map(),
    monthlyBudget: null,
    known: NOTHING_KNOWN,
    instruments: [],
    onboarded: first.body.onboarding === 'existing',
    onboardingEnded: null,
    onboardingSince: first.at,
    prepayments: [],
    invoices: new Map(),
    payments: new Map(),
    prepaid: 0n,
    unapplied: 0n,
    potsFrom: '',
    prepaidPeak: 0n,
    suspectedMoney: new Map(),
    disputes: [],
    promises: [],
    holds: [],
    dunning: NO_DUNNING,
    notices: new Map(),
    approvals: [],
    tasks: [],
    subscriptions: new Map(),
    deferred: new Map(),
    offboarding: null,
    closed: false,
    moneyAfterEnd: [],
  };
}

/** Replaces the members of a list for which `matches` holds. */
export function replaceIn<T>(list: T[], matches: (item: T) => boolean, change: (item: T) => T): void {
  for (const [index, item] of list.entries()) if (matches(item)) list[index] = change(item);
}

/** Minor units of money at rest. */
export function minor(money: { readonly minor: string }): bigint {
  return BigInt(money.minor);
}
