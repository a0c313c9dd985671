/**
 * Values of the domain as JSON at rest and back: an amount `{minor: bigint, currency}` stands as
 * `{"minor": "124000", "currency": "PLN"}` (design, rule 1). For documents whose amounts are all Money, such as a policy.
 */
export function storeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
}

/** Gives the amounts of a stored document back their bigints, and freezes it. */
export function readJson(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(readJson));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const isMoney = members.length === 2 && 'minor' in value && 'currency' in value && typeof value.minor === 'string';
  return Object.freeze(
    Object.fromEntries(
      members.map(([key, member]) => [key, isMoney && key === 'minor' ? BigInt(String(member)) : readJson(member)]),
    ),
  );
}
