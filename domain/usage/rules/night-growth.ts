import type { Rule } from '../look.ts';
import { dearest, unexplained, usageFinding } from '../usage-finding.ts';

/**
 * The nights cost more than any comparable night, by more than the day as a whole has grown. People's work grows by day; mining
 * and what runs unseen do not sleep. Practice 40: what is anomalous must be known to the partner itself. Silent where the
 * source has no hours.
 */
export const nightGrowth: Rule = (look) => {
  const { night, whole } = look.seen;
  if (night === undefined) return [];
  return look.judged.flatMap(({ place, peers }) => {
    const cost = unexplained(look, night, place);
    const most = dearest(night, peers);
    if (most === 0n || cost * 100n <= most * BigInt(look.settings.nightPercent)) return [];
    const wholeMost = dearest(whole, peers);
    // cost / most > whole / wholeMost, without a division.
    if (cost * wholeMost <= (whole[place] ?? 0n) * most) return [];
    return usageFinding(look, {
      rule: 'night-growth',
      practice: 40,
      place,
      subject: 'all',
      // A night is a third of the day: what does not sleep costs three times as much by the end of it.
      excess: (cost - most) * 3n,
      why: { nightCost: cost, dearestNight: most, nightsCompared: peers.length },
    });
  });
};
