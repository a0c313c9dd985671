import { verifyBook } from '../verification/verify-book.ts';
import { gatherEvidence } from './judge/gather-evidence.ts';
import { JUDGE_OF_A_DAY } from './judge/judge.ts';
import { type Home, openHome } from './live/home.ts';
import { type LivedDay, liveDay } from './live/live-day.ts';
import type { DayOptions } from './options.ts';
import { writeScript } from './script/write-script.ts';
import { summaryOf } from './summary.ts';

const MOST_LINES = 40;

/** Lives one day and judges it. @returns whether there was no violation */
export async function runDay(options: DayOptions, say: (line: string) => void): Promise<boolean> {
  const script = writeScript(options);
  const home = await openHome(say);
  try {
    const gaveUp = home.gaveUp.then((reason) => Promise.reject(reason));
    const day = await Promise.race([liveDay(home, script, options.seed, say), gaveUp]);
    say(`lived in ${day.seconds.toFixed(0)} s`);
    return await judged(home, day, say);
  } finally {
    await home.close();
  }
}

async function judged(home: Home, day: LivedDay, say: (line: string) => void): Promise<boolean> {
  const blind = await JUDGE_OF_A_DAY.blindChecks(home.ownerUrl);
  const violations = await JUDGE_OF_A_DAY.findViolations(home.ownerUrl, await gatherEvidence(home, day));
  const verified = await verifyBook(home.db, { decisions: 20 });
  const broken = verified.flatMap(({ name, wrong }) => wrong.map((line) => `${name}: ${line}`));
  for (const line of await summaryOf(home, day)) console.log(`  ${line}`);
  say(
    `judged by SQL over both sides: ${JUDGE_OF_A_DAY.checks.length} checks, ${JUDGE_OF_A_DAY.checks.length - blind.length} of them proven on a planted ` +
      `violation, ${violations.length} violations`,
  );
  say(`verified: ${verified.length} kinds of record, ${broken.length} broken`);
  const problems = [
    ...blind.map((check) => `the check ${check} does not see what it should`),
    ...violations.map(({ check, customer, what, detail }) => `${check}: ${customer ?? ''} ${what}: ${detail}`),
    ...broken,
  ];
  for (const problem of problems.slice(0, MOST_LINES)) console.log(`  ${problem}`);
  if (problems.length > MOST_LINES) console.log(`  … and ${problems.length - MOST_LINES} more`);
  console.log(problems.length === 0 ? 'Everything is as it must be.' : 'NOT everything is as it must be.');
  return problems.length === 0;
}
