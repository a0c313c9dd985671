import { concerns, type ScriptFact } from './script-fact.ts';

/** Customers whose facts touch each other, and their facts in order: one life after the other would not do for them. */
export interface Unit {
  readonly customers: readonly string[];
  readonly facts: readonly ScriptFact[];
}

/**
 * Divides a script into units that can be lived at the same time. Most have one customer; a transfer that names
 * somebody else's invoice ties two together.
 */
export function unitsOf(customers: readonly string[], facts: readonly ScriptFact[]): readonly Unit[] {
  const leaders = new Map(customers.map((name) => [name, name]));
  const leaderOf = (name: string): string => {
    const leader = leaders.get(name) ?? name;
    return leader === name ? name : leaderOf(leader);
  };
  for (const fact of facts) {
    const [first = fact.customer, ...others] = concerns(fact);
    for (const other of others) leaders.set(leaderOf(other), leaderOf(first));
  }
  const units = new Map<string, { customers: string[]; facts: ScriptFact[] }>();
  for (const name of customers) {
    const unit = units.get(leaderOf(name));
    if (unit) unit.customers.push(name);
    else units.set(leaderOf(name), { customers: [name], facts: [] });
  }
  for (const fact of facts) units.get(leaderOf(fact.customer))?.facts.push(fact);
  return [...units.values()];
}
