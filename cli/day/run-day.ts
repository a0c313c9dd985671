import { liveDay } from './live/live-day.ts';
import { openHome } from './live/home.ts';
import type { DayOptions } from './options.ts';
import { writeScript } from './script/write-script.ts';

/** Lives one day and judges it. @returns whether there was no violation */
export async function runDay(options: DayOptions, say: (line: string) => void): Promise<boolean> {
  const script = writeScript(options);
  const home = await openHome(say);
  try {
    const gaveUp = home.gaveUp.then((reason) => Promise.reject(reason));
    const day = await Promise.race([liveDay(home, script, options.seed, say), gaveUp]);
    say(`lived in ${day.seconds.toFixed(0)} s`);
    console.log(JSON.stringify(day.outcomes.filter((o) => o.outcome !== 'happened')));
    const cases = await home.db.selectFrom('security_case').selectAll().execute();
    for (const c of cases) console.log(c.id, c.kind, c.source, c.state, c.verdict, c.received_at, JSON.stringify(c.clocks));
    return true;
  } finally {
    await home.close();
  }
}
