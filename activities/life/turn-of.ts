import type { Turn } from '../../contracts/lifecycle.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Decision, Effect } from '../../domain/decision.ts';
import { formatMoneyForPeople, fromStored } from '../../domain/money-format.ts';

/**
 * What the workflow is told of a decision: keys, one readable line an effect, and how long to sleep.
 * @param runNow business instant that the run's own clock shows. Sleep is counted from it: counted from the decision's
 *   `now`, which comes later by as much as this turn was delayed, the life would wake that much too early, for nothing.
 */
export function turnOf(decision: Decision, assessedVersion: number, runNow: Instant): Turn {
  return {
    assessedVersion,
    phase: decision.phase,
    service: decision.service,
    effects: decision.effects.map((effect) => ({ key: effect.key, kind: effect.kind, summary: summaryOf(effect) })),
    sleepMs: sleepOf(decision, runNow),
    details: detailsOf(decision),
    over: decision.phase === 'closed',
    stale: false,
  };
}

function sleepOf({ wakeAt, now }: Decision, runNow: Instant): number | null {
  if (wakeAt === null) return null;
  return wakeAt <= now ? 0 : Math.max(0, wakeAt - runNow);
}

/** The answer to a run that is not the customer's any more: it ends. */
export function staleTurn(assessedVersion: number): Turn {
  return {
    assessedVersion,
    phase: 'unknown',
    service: 'unknown',
    effects: [],
    sleepMs: null,
    details: 'This run is not the customer’s life: another epoch lives.',
    over: false,
    stale: true,
  };
}

/** One line for the history, as a person would say it: `reminder-2, 1 240,00 PLN`. Never a name or an address. */
export function summaryOf(effect: Effect): string {
  switch (effect.kind) {
    case 'notice':
      return effect.says.amount.minor === '0'
        ? effect.step
        : `${effect.step}, ${formatMoneyForPeople(fromStored(effect.says.amount), 'pl')}`;
    case 'charge':
      return `charge ${formatMoneyForPeople(fromStored(effect.amount), 'pl')}`;
    case 'order':
      return `order ${effect.quantity} × ${effect.offer}`;
    case 'cart':
      return `order ${effect.lines.map(({ quantity, offer }) => `${quantity} × ${offer}`).join(', ')}`;
    case 'quantity':
      return `quantity ${effect.quantity} of ${effect.subscription}`;
    default:
      return `${effect.kind} ${effect.subscription}`;
  }
}

/** What Temporal's UI shows about a life: phase, service, what comes next and why, what was held back. */
function detailsOf(decision: Decision): string {
  const lines = [`**${decision.phase}** · service ${decision.service} · ${new Date(decision.now).toISOString()}`];
  const next = decision.nextStep;
  if (next) lines.push(`Next: ${next.step} at ${new Date(next.at).toISOString()}, because ${next.because}.`);
  for (const held of decision.nonEvents) lines.push(`Not done: ${held.what}, because ${held.because}.`);
  return lines.join('\n\n');
}
