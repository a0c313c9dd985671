import type { Account } from '../../../domain/account/account.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Happened } from '../happened.ts';
import type { ReplayCustomer } from '../replay-customer.ts';
import { factsAt, lifeEndsAt, lifeStartsAt } from '../replay-time.ts';
import type { Span } from '../script/book-script.ts';
import { concerns, type ScriptFact } from '../script/script-fact.ts';
import { unitsOf } from '../script/units.ts';
import { postPredicted } from './post-predicted.ts';
import { type PredictedLife, predictLife } from './predicted-life.ts';

/** What the pure kernel says will happen to every customer of a book. */
export interface BookPrediction {
  readonly happened: readonly Happened[];
  /** How each customer's account ends. */
  readonly accounts: ReadonlyMap<string, Account>;
}

/** Lives a whole script with the pure kernel: the same facts at the same instants as in the running installation. */
export function predictBook(
  customers: readonly ReplayCustomer[],
  facts: readonly ScriptFact[],
  policy: Policy,
  span: Span,
): BookPrediction {
  const lives = new Map<string, PredictedLife>();
  const zones = new Map(customers.map((customer) => [customer.name, customer.timeZone]));
  for (const customer of customers)
    lives.set(customer.name, predictLife(customer, policy, lifeStartsAt(span.from, customer.timeZone)));
  for (const unit of unitsOf([...lives.keys()], facts)) {
    for (const fact of unit.facts) {
      const concerned = concerns(fact).flatMap((name) => {
        const life = lives.get(name);
        return life === undefined ? [] : [{ name, life }];
      });
      for (const { name, life } of concerned) {
        const at = factsAt(fact.day, zones.get(name) ?? 'UTC');
        if (life.now() < at) life.advance(at);
      }
      for (const { name, life } of concerned) postPredicted(life, name, fact);
    }
  }
  for (const [name, life] of lives) life.advance(lifeEndsAt(span.to, zones.get(name) ?? 'UTC'));
  return {
    happened: [...lives.values()].flatMap((life) => life.happened),
    accounts: new Map([...lives].map(([name, life]) => [name, life.account()])),
  };
}
