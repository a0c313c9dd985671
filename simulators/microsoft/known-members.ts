/** What an object may hold, by name in lower case; `any`: whatever is in there is nobody's to check. */
export type Members = ReadonlyMap<string, Members | 'any'>;

/** @param names separated by blanks, of members that are no objects or free ones @param nested those with members of their own */
export function members(names: string, nested: Readonly<Record<string, Members>> = {}): Members {
  const plain = names.trim() === '' ? [] : names.trim().split(/\s+/);
  return new Map<string, Members | 'any'>([
    ...plain.map((name) => [name.toLowerCase(), 'any'] as const),
    ...Object.entries(nested).map(([name, inner]) => [name.toLowerCase(), inner] as const),
  ]);
}

/** The path of the first member that is not known, names compared without regard to case (contract 2.2); undefined when all are. */
export function unknownMember(value: unknown, known: Members): string | undefined {
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = unknownMember(one, known);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  // What is no object has no members: that it should have been one is for whoever reads it.
  if (value === null || typeof value !== 'object') return undefined;
  for (const [name, member] of Object.entries(value)) {
    const inner = known.get(name.toLowerCase());
    if (inner === undefined) return name;
    const found = inner === 'any' ? undefined : unknownMember(member, inner);
    if (found !== undefined) return `${name}.${found}`;
  }
  return undefined;
}
