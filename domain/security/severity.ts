import type { CaseSeverity } from './case-facts.ts';

/** Microsoft's word as ours. A word that is not known, or none, is taken as the middle: never as harmless. */
export function severityOfAlert(word: string): CaseSeverity {
  if (word === 'high') return 'high';
  return word === 'low' || word === 'informational' ? 'low' : 'medium';
}

const RANK: Readonly<Record<CaseSeverity, number>> = { low: 0, medium: 1, high: 2 };

/** Whether it is at least so grave, or so sure. */
export function isAtLeast(one: CaseSeverity, least: CaseSeverity): boolean {
  return RANK[one] >= RANK[least];
}

export function graver(one: CaseSeverity, other: CaseSeverity): CaseSeverity {
  return isAtLeast(one, other) ? one : other;
}
