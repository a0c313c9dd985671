import { join } from 'node:path';
import { layoutOf } from '../installation/layout.ts';
import { compareWithPrediction, describeDifferences } from './compare.ts';
import type { Happened } from './happened.ts';
import type { Evidence } from './judge/evidence.ts';
import { SECOND_JUDGE } from './judge/judge.ts';
import { withPostgres } from './judge/with-postgres.ts';
import { useInstallation } from './live/installation.ts';
import { type LiveRun, runLive } from './live/live-run.ts';
import { runKey } from './live/run-folder.ts';
import { type OpenBook, openBook, PRESET } from './open-book.ts';
import type { ReplayOptions } from './options.ts';
import { predictBook } from './predict/predict-book.ts';
import { compareEndings, predictedEnding } from './predict/predicted-ending.ts';
import { summaryLines } from './print-summary.ts';
import { duration } from './progress.ts';
import { readReplayPolicy, type ReplayPolicy } from './replay-policy.ts';
import { writeReport } from './report/write-report.ts';
import { countsOf, vacuous } from './summary.ts';

/** How a replay ended: `different` when something is not as it must be. */
export type ReplayEnd = 'agreed' | 'different' | 'interrupted';

/**
 * The main job on real input: a receivables book is lived through a running installation on test clocks, and what
 * happened is held against what the kernel alone predicts and against a judge who does not know the kernel.
 */
export async function replay(
  options: ReplayOptions,
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<ReplayEnd> {
  const layout = layoutOf(options.dataDir);
  const replayDir = join(layout.dataDir, 'replay');
  const policy = readReplayPolicy(options.policy);
  const book = await openBook(options, replayDir);
  announce(book, options, say);

  const begun = performance.now();
  const predicted = predictBook(book.customers, book.facts, policy.policy, book.span);
  const predictedIn = (performance.now() - begun) / 1000;
  const steps = policy.policy.steps.map((step) => step.key);
  const count = (happened: readonly Happened[]) =>
    countsOf(book.customers.length, book.facts, happened, steps, book.span.to);
  say(`Predicted with the kernel alone in ${predictedIn.toFixed(1)} s:`);
  for (const line of summaryLines(count(predicted.happened))) say(line);

  let run: LiveRun | undefined;
  const problems: string[] = [];
  if (!options.predictOnly) {
    run = await liveIn(book);
    if (run.lives.size < book.customers.length) {
      say('Interrupted. The same command goes on where it was.');
      return 'interrupted';
    }
    say(`Lived in ${duration(run.seconds)}: ${run.posted} facts, ${run.requests} requests.`);
  }
  const happened = run === undefined ? predicted.happened : [...run.lives.values()].flatMap((life) => life.happened);
  const counts = count(happened);
  if (run !== undefined) {
    for (const line of summaryLines(counts)) say(line);
    if (run.workerPeakMiB !== undefined) say(`  the worker had at most ${run.workerPeakMiB.toFixed(0)} MiB`);
    problems.push(...againstPrediction(run));
  }
  problems.push(...(await againstJudge(happened)));
  const wholeBook = options.customers === undefined && options.from === undefined && options.to === undefined;
  const nothing = wholeBook ? vacuous(counts) : undefined;
  if (nothing !== undefined) problems.push(nothing);
  for (const problem of problems) say(problem);
  const report = writeReport(replayDir, {
    book,
    options,
    counts,
    happened,
    policy: policy.policy,
    run,
    predictedIn,
    problems,
  });
  say(`${problems.length === 0 ? 'Everything agrees.' : 'NOT everything is as it must be.'} Report: ${report}`);
  run?.over();
  return problems.length === 0 ? 'agreed' : 'different';

  async function liveIn({ customers, facts, span, sha256 }: OpenBook): Promise<LiveRun> {
    const installation = await useInstallation(layout, options.port, say);
    try {
      const { distort = null } = options;
      const names = customers.map((customer) => customer.name);
      const key = runKey({ sha256, names, span, distort, policy: policy.document });
      const { atOnce, restart, resume: mustResume } = options;
      const running = runLive(
        installation,
        { customers, facts, span },
        {
          layout,
          replayDir,
          key,
          policy,
          atOnce,
          restart,
          mustResume,
          stop,
          say,
        },
      );
      const gaveUp = installation.gaveUp.then((reason) => Promise.reject(reason));
      return await Promise.race([running, gaveUp]);
    } finally {
      await installation.stop();
    }
  }

  function againstPrediction({ lives }: LiveRun): readonly string[] {
    const differences = compareWithPrediction(predicted.happened, happened);
    const endings = compareEndings(
      [...predicted.accounts].map(([name, account]) => predictedEnding(name, account, policy.policy, book.span.to)),
      [...lives.values()].map((life) => life.ending),
    );
    say(
      `Compared with the prediction, every notice, suspension and reinstatement of every customer by day: ` +
        `${differences.length} days differ, ${endings.length} endings differ.`,
    );
    return [
      ...(differences.length === 0 ? [] : [`${differences.length} days differ:\n${describeDifferences(differences)}`]),
      ...(endings.length === 0 ? [] : [`${endings.length} endings differ:\n${endings.slice(0, 10).join('\n')}`]),
    ];
  }

  async function againstJudge(lived: readonly Happened[]): Promise<readonly string[]> {
    return await withPostgres(join(replayDir, 'judge'), async (url) => {
      const blind = await SECOND_JUDGE.blindChecks(url);
      const violations = await SECOND_JUDGE.findViolations(url, evidenceOf(book, policy, lived, options));
      say(
        `The second judge, SQL over the book: ${SECOND_JUDGE.checks.length} checks, ${SECOND_JUDGE.checks.length - blind.length} of them proven on a ` +
          `planted violation, ${violations.length} violations.`,
      );
      const lines = violations.slice(0, 10).map((one) => `  ${one.day} ${one.customer}: ${one.detail} (${one.check})`);
      return [
        ...blind.map((check) => `the check ${check} does not see what it should`),
        ...(violations.length === 0 ? [] : [`${violations.length} violations:\n${lines.join('\n')}`]),
      ];
    });
  }
}

function announce(book: OpenBook, options: ReplayOptions, say: (line: string) => void): void {
  if (book.generated)
    say(
      'No receivables book is at hand: a generated one is used, which shows the program and proves nothing about real life.',
    );
  const distorted = options.distort === undefined ? '' : `, distorted by seed ${options.distort}`;
  say(`${book.file}: ${book.customers.length} customers, ${book.span.from} to ${book.span.to}${distorted}.`);
}

function evidenceOf(
  book: OpenBook,
  policy: ReplayPolicy,
  happened: readonly Happened[],
  { distort }: ReplayOptions,
): Evidence {
  const { format, defaults } = PRESET;
  return {
    book: book.texts,
    facts: book.facts,
    happened,
    terms: {
      ...book.span,
      days: format.days,
      decimalMark: format.decimalMark,
      minorDigits: 2,
      distorted: distort !== undefined,
      policy: policy.document,
      minimumNoticeDays: defaults.terms.minimumNoticeDays,
    },
  };
}
