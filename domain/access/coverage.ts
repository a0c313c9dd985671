/** How much of a whole is covered: decimal text with one digit, rounded down, so that 100.0 means all of it. Null of nothing. */
export function percentOf(covered: number, total: number): string | null {
  if (total === 0) return null;
  const tenths = Math.floor((covered * 1000) / total);
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
