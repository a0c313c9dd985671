import type { Instant } from '../../domain/calendar/day.ts';
import type { Finding } from '../../domain/usage/finding.ts';
import { type FoundBefore, foundNow, findingKey, newsAmong } from '../../domain/usage/news.ts';
import { worthACase } from '../../domain/usage/watch.ts';
import type { WatchSettings } from '../../domain/usage/watch-settings.ts';

/** What one look told the desk that it had not been told yet: a case. */
export interface Told {
  readonly at: Instant;
  readonly fresh: readonly Finding[];
}

/**
 * One customer's cases as the product opens them, before an analyst who judges each rightly by the next round: a day is what
 * Microsoft gives for an answer. So every look that brings news is a case of its own, the strictest way to count.
 */
export class CaseDesk {
  readonly #settings: WatchSettings;
  readonly #isFraud: (told: Told) => boolean;
  readonly #found = new Map<string, FoundBefore>();
  #fraudAt: Instant | null = null;

  constructor(settings: WatchSettings, isFraud: (told: Told) => boolean) {
    this.#settings = settings;
    this.#isFraud = isFraud;
  }

  /** Takes in the findings of a look. Undefined when they are worth no case, or nothing about them is new. */
  take(at: Instant, findings: readonly Finding[]): Told | undefined {
    if (!worthACase(findings, this.#settings)) return undefined;
    const before = [...this.#found.values()];
    const news = newsAmong(findings, before, at, this.#fraudAt);
    const fresh = worthACase(news, this.#settings) ? news : [];
    for (const found of foundNow(findings, fresh, before, at)) this.#found.set(findingKey(found), found);
    if (fresh.length === 0) return undefined;
    const told = { at, fresh };
    if (this.#isFraud(told)) this.#fraudAt = at;
    return told;
  }
}
