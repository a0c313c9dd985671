import type { Instant } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import { type FoundBefore, findingKey, foundNow, newsAmong } from '../../domain/usage/news.ts';
import { worthACase } from '../../domain/usage/watch.ts';
import type { WatchSettings } from '../../domain/usage/watch-settings.ts';

/** What one look told the desk that it had not been told yet. */
export interface Told {
  readonly at: Instant;
  readonly fresh: readonly Finding[];
}

/** What was told while one case was open. */
export type Case = readonly [Told, ...Told[]];

/** What Microsoft gives for an answer (practice 1): so long a case is open. */
const JUDGED_AFTER_MS = MS_PER_DAY;

/** One customer's cases as the product opens them, before an analyst who takes his time and then judges each rightly. */
export class CaseDesk {
  readonly #settings: WatchSettings;
  readonly #isFraud: (one: Case) => boolean;
  readonly #found = new Map<string, FoundBefore>();
  readonly #cases: [Told, ...Told[]][] = [];
  #judgedAt = Number.NEGATIVE_INFINITY;
  #fraudAt: Instant | null = null;

  constructor(settings: WatchSettings, isFraud: (one: Case) => boolean) {
    this.#settings = settings;
    this.#isFraud = isFraud;
  }

  get cases(): readonly Case[] {
    return this.#cases;
  }

  /** Takes in the findings of a look: what is new among them opens a case, or belongs to the one that is open. */
  take(at: Instant, findings: readonly Finding[]): void {
    const open = this.#openAt(at);
    if (!worthACase(findings, this.#settings)) return;
    const before = [...this.#found.values()];
    const news = newsAmong(findings, before, at, this.#fraudAt);
    const fresh = open !== undefined || worthACase(news, this.#settings) ? news : [];
    for (const found of foundNow(findings, fresh, before, at)) this.#found.set(findingKey(found), found);
    if (fresh.length === 0) return;
    if (open === undefined) {
      this.#cases.push([{ at, fresh }]);
      this.#judgedAt = at + JUDGED_AFTER_MS;
    } else open.push({ at, fresh });
  }

  #openAt(at: Instant): [Told, ...Told[]] | undefined {
    const last = this.#cases.at(-1);
    if (last === undefined || at < this.#judgedAt) return last;
    if (this.#isFraud(last)) this.#fraudAt = this.#judgedAt;
    return undefined;
  }
}
