import type { Account } from '../domain/account/account.ts';
import { foldFacts } from '../domain/account/fold.ts';
import type { PendingCommand } from '../domain/commands/command.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { commandsByIds } from './commands.ts';
import type { Db } from './database.ts';
import type { StoredDecision } from './decisions.ts';
import { factsHashAfter, loadFacts, noFactsHash } from './facts.ts';
import { sameBytes } from './hash-chain.ts';
import { loadPolicy } from './policies.ts';

/** What a stored decision was made from, loaded again from PostgreSQL alone. Its instant is `decision.now`. */
export interface DecisionInput {
  readonly account: Account;
  readonly policy: Policy;
  readonly activePolicyVersion: number;
  readonly pending: readonly PendingCommand[];
  /** Whether the facts up to its version still have the hash that was stored with it. */
  readonly factsUnchanged: boolean;
}

/** Loads what it takes to make a stored decision again, however long ago it was made. */
export async function loadDecisionInput(db: Db, stored: StoredDecision): Promise<DecisionInput> {
  const facts = await loadFacts(db, stored.customerId, { atVersion: stored.factVersion });
  const hash = factsHashAfter(noFactsHash(stored.customerId), facts);
  return {
    account: foldFacts(facts),
    policy: await loadPolicy(db, stored.policy.key, stored.policy.version),
    activePolicyVersion: stored.activePolicyVersion,
    pending: await commandsByIds(
      db,
      stored.decision.outcomes.map((outcome) => outcome.command),
    ),
    factsUnchanged: sameBytes(hash, stored.factsHash),
  };
}
