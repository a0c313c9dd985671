import type { Finding } from '../finding.ts';
import type { JudgedDay, Look, Rule } from '../look.ts';
import type { Series } from '../seen-usage.ts';
import { dearest, unexplained, usageFinding } from '../usage-finding.ts';

/**
 * A day costs n times the dearest comparable one: the whole of it, or a region, service or kind that was in use before.
 * Practice 18: the bill comes after the use, so the use is compared day by day.
 */
export const spendTimesN: Rule = (look) => {
  const { whole, part } = look.settings.spendPercent;
  const { regions, services, kinds } = look.seen;
  return look.judged.flatMap((judged) => [
    ...grown(look, judged, 'all', look.seen.whole, whole),
    ...[regions, services, kinds].flatMap((parts) =>
      [...parts].flatMap(([subject, series]) => grown(look, judged, subject, series, part)),
    ),
  ]);
};

function grown(
  look: Look,
  { place, peers }: JudgedDay,
  subject: string,
  series: Series,
  percent: number,
): readonly Finding[] {
  const cost = unexplained(look, series, place);
  if (cost === 0n) return [];
  const most = dearest(series, peers);
  // What was never used is sudden, not grown.
  if (most === 0n || cost * 100n <= most * BigInt(percent)) return [];
  return usageFinding(look, {
    rule: 'spend-times-n',
    practice: 18,
    place,
    subject,
    excess: cost - most,
    why: { cost, dearestComparable: most, daysCompared: peers.length, limitPercent: percent },
  });
}
