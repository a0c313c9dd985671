import type { CaseSeverity } from './case-facts.ts';

/** Microsoft's word as ours. A word that is not known, or none, is taken as the middle: never as harmless. */
export function severityOfAlert(word: string): CaseSeverity {
  if (word === 'high') return 'high';
  return word === 'low' || word === 'informational' ? 'low' : 'medium';
}
