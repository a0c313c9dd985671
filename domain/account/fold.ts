import type { Fact } from '../facts/fact.ts';
import type { Account } from './account.ts';
import { foldCollection } from './fold-collection.ts';
import { foldKyc } from './fold-kyc.ts';
import { foldMoney } from './fold-money.ts';
import { foldOnboarding } from './fold-onboarding.ts';
import { foldService } from './fold-service.ts';
import { freshAccount, type MutableAccount } from './mutable-account.ts';

/** A customer's first fact was not `customer.registered`: the rows are not one customer's life. */
export class NotALife extends Error {
  override readonly name = 'NotALife';
}

/**
 * Adds facts up, oldest first (by version, then seq), to an account.
 * @throws NotALife when the first fact does not register the customer.
 */
export function foldFacts(facts: readonly Fact[]): Account {
  const [first, ...rest] = facts;
  if (first?.kind !== 'customer.registered') throw new NotALife('the first fact must register the customer');
  const account = freshAccount(first);
  for (const fact of rest) addFact(account, fact);
  return account;
}

/** The account with further facts added; the given one stays as it is. */
export function withFacts(account: Account, facts: readonly Fact[]): Account {
  if (facts.length === 0) return account;
  const copy = copyOf(account);
  for (const fact of facts) addFact(copy, fact);
  return copy;
}

function addFact(account: MutableAccount, fact: Fact): void {
  account.version = Math.max(account.version, fact.version);
  account.lastAt = Math.max(account.lastAt, fact.at);
  foldOnboarding(account, fact);
  foldKyc(account, fact);
  foldMoney(account, fact);
  foldCollection(account, fact);
  foldService(account, fact);
}

/** Containers are copied, their members never change in place. */
function copyOf(account: Account): MutableAccount {
  return {
    ...account,
    requirements: new Map(account.requirements),
    instruments: [...account.instruments],
    prepayments: [...account.prepayments],
    invoices: new Map(account.invoices),
    payments: new Map(account.payments),
    suspectedMoney: new Map(account.suspectedMoney),
    disputes: [...account.disputes],
    promises: [...account.promises],
    holds: [...account.holds],
    dunning: { ...account.dunning },
    notices: new Map(account.notices),
    approvals: [...account.approvals],
    tasks: [...account.tasks],
    subscriptions: new Map(account.subscriptions),
    deferred: new Map(account.deferred),
    moneyAfterEnd: [...account.moneyAfterEnd],
  };
}
