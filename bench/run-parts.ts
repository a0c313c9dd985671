import { loadavg } from 'node:os';
import type { Part } from './arguments.ts';
import { countScenario } from './counts/count-scenarios.ts';
import type { BenchInstallation } from './installation/open-installation.ts';
import { type Compared, compareWithBare } from './measures/against-bare.ts';
import { measureAssess } from './measures/assess-per-second.ts';
import { measureDecide } from './measures/decide-per-second.ts';
import { measureDailyRound } from './measures/daily-round.ts';
import type { Figure } from './measures/figure.ts';
import { measurePaymentToActive } from './measures/payment-to-active.ts';
import { measureThousandLives } from './measures/thousand-lives.ts';
import { hostOf } from './report/host.ts';
import { type BenchReport, type CountRow, countRow } from './report/report.ts';
import { scenarios } from './scenarios/scenarios.ts';

/**
 * Runs the wanted parts one after the other. The counts come first: they are the warm-up of the worker whose memory is
 * looked at next, and they leave behind the customer-year whose decisions the kernel makes again.
 */
export async function runParts(
  home: BenchInstallation,
  parts: readonly Part[],
  say: (line: string) => void,
): Promise<BenchReport> {
  const begun = Date.now();
  const loadBefore = loadavg()[0] ?? 0;
  const wants = (part: Part): boolean => parts.includes(part);
  const counts: CountRow[] = [];
  const figures: Figure[] = [];
  let againstBare: readonly Compared[] = [];

  if (wants('counts') || wants('kernel')) {
    for (const scenario of scenarios) {
      say(`counting: ${scenario.name}`);
      counts.push(countRow(await countScenario(home, scenario)));
    }
  }
  if (wants('lives')) {
    say('a thousand lives');
    figures.push(...(await measureThousandLives(home, say)));
  }
  if (wants('bare')) {
    say('beside bare Temporal');
    againstBare = await compareWithBare(home, say);
  }
  if (wants('payment')) {
    say('payment → active');
    figures.push(...(await measurePaymentToActive(home, say)));
  }
  if (wants('kernel')) {
    say('decide and assess');
    figures.push(...(await measureDecide(home)), ...(await measureAssess(home)));
  }
  if (wants('rounds')) {
    say('the rounds of a day over ten thousand customers');
    figures.push(...(await measureDailyRound(home, say)));
  }
  return {
    measuredAt: new Date(begun).toISOString(),
    seconds: (Date.now() - begun) / 1_000,
    host: await hostOf(home),
    loadBefore,
    counts,
    againstBare,
    figures,
  };
}
