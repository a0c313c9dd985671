import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addDays } from '../../../domain/calendar/day.ts';
import { currencyDigits } from '../../../domain/currencies.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Happened } from '../happened.ts';
import type { LiveRun } from '../live/live-run.ts';
import type { OpenBook } from '../open-book.ts';
import type { ReplayOptions } from '../options.ts';
import { duration } from '../progress.ts';
import type { Counts } from '../summary.ts';
import {
  AGEING_SERIES,
  ageingChart,
  noticesChart,
  owedChart,
  STAY_SERIES,
  staysChart,
  stepSeries,
  type Units,
} from './charts.ts';
import { owedOver } from './owed.ts';
import { htmlPage, type Page, type Section } from './page.ts';
import { stopsOf } from './stops.ts';
import { customerStrips } from './strips.ts';

/** All that a report tells of. */
export interface ReportMatter {
  readonly book: OpenBook;
  readonly options: ReplayOptions;
  readonly policy: Policy;
  readonly counts: Counts;
  readonly happened: readonly Happened[];
  /** Undefined when the book was only predicted. */
  readonly run: LiveRun | undefined;
  readonly predictedIn: number;
  readonly problems: readonly string[];
}

/** Writes `report.html` into `folder`, whole or not at all. Answers its path. */
export function writeReport(folder: string, matter: ReportMatter): string {
  const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'report.html');
  writeFileSync(`${file}.new`, htmlPage(pageOf(matter), style));
  renameSync(`${file}.new`, file);
  return file;
}

function pageOf(matter: ReportMatter): Page {
  const { book, counts, run, problems } = matter;
  const agrees = problems.length === 0;
  const done = run === undefined ? 'The prediction breaks no rule' : 'Life, prediction and judge agree';
  return {
    title: 'Replay of a receivables book',
    subtitle: `${basename(book.file)}, ${book.span.from} to ${book.span.to}${book.generated ? ' (a generated book)' : ''}`,
    agrees,
    verdict: agrees
      ? done
      : `${problems.length} ${problems.length === 1 ? 'thing is not as it' : 'things are not as they'} must be`,
    problems,
    numbers: [
      [counts.customers.toLocaleString('en'), 'customers'],
      [counts.invoices.toLocaleString('en'), 'invoices'],
      [counts.facts.toLocaleString('en'), 'facts posted'],
      [counts.notices.toLocaleString('en'), 'notices'],
      [counts.suspensions.toLocaleString('en'), 'suspensions'],
      [counts.reinstatements.toLocaleString('en'), 'reinstatements'],
      ...(run === undefined ? [] : ([[duration(run.seconds), 'to live it']] as const)),
    ],
    sections: sectionsOf(matter),
    facts: howItWasMade(matter),
  };
}

function sectionsOf({ book, policy, happened, counts }: ReportMatter): readonly Section[] {
  const { from, to } = book.span;
  const units = unitsOf(policy.currency);
  const owed = owedOver(book.facts, addDays(to, 1));
  const stops = stopsOf(happened, to);
  const steps = counts.noticesByStep.map(([step]) => step);
  const stays =
    stops.length === 0
      ? 'Nobody was without service.'
      : `Days from the stop to the return: ${counts.meanStop.toFixed(1)} on average, ${counts.longestStop} at most.`;
  return [
    {
      heading: 'Open and overdue over time',
      text: `What all customers together owed at the end of each day, in ${units.currency}, by the due days as printed.`,
      legend: [
        { name: 'open', className: 'area open' },
        { name: 'of it overdue', className: 'area overdue' },
      ],
      drawing: owedChart(owed, from, to, units),
    },
    {
      heading: 'Ageing',
      text: `What was open at the end of each month, in ${units.currency}, by how long it had been due.`,
      legend: AGEING_SERIES,
      drawing: ageingChart(owed, from, to, units),
    },
    {
      heading: 'Notices by step',
      text: counts.noticesByStep.map(([step, count]) => `${step} ${count}`).join(' · ') || 'No notices.',
      legend: stepSeries(steps),
      drawing: noticesChart(happened, steps, from, to),
    },
    { heading: 'Suspensions and how long they lasted', text: stays, legend: STAY_SERIES, drawing: staysChart(stops) },
    {
      heading: 'Every customer',
      text: 'When something was overdue, every notice (the warning is the heavy mark), and the time without service.',
      legend: [
        { name: 'overdue', className: 'strip-overdue' },
        { name: 'without service', className: 'strip-stopped' },
      ],
      drawing: customerStrips(
        book.customers.map((customer) => customer.name),
        owed,
        happened,
        stops,
        book.span,
      ),
    },
  ];
}

function howItWasMade({ book, options, policy, counts, run, predictedIn }: ReportMatter): Page['facts'] {
  const ladder = policy.steps.map(
    ({ key, after }) => `${key} ${after.days >= 0 ? '+' : ''}${after.days} from ${after.from}`,
  );
  const lived: Page['facts'] =
    run === undefined
      ? [['lived', 'no: predicted by the kernel alone']]
      : [
          ['run', run.label],
          [
            'lived in',
            `${duration(run.seconds)}, ${run.posted} of ${counts.facts} facts by this command, ${run.requests} requests`,
          ],
          ...(run.workerPeakMiB === undefined
            ? []
            : ([['worker', `${run.workerPeakMiB.toFixed(0)} MiB at most`]] as const)),
        ];
  return [
    ['book', book.file],
    ['SHA-256', book.sha256],
    ['distorted', options.distort === undefined ? 'no' : `by seed ${options.distort}`],
    ['policy', `${policy.key}: ${ladder.join(', ')}`],
    ['prediction', `${predictedIn.toFixed(1)} s`],
    ...lived,
  ];
}

function unitsOf(currency: string): Units {
  const digits = 10 ** (currencyDigits(currency) ?? 2);
  return {
    currency,
    major: (minor) => Number(minor) / digits,
    format: (value) => value.toLocaleString('en', { maximumFractionDigits: 0 }),
  };
}
