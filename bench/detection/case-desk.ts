import type { Finding } from '../../domain/usage/finding.ts';
import { worthACase } from '../../domain/usage/watch.ts';
import type { WatchSettings } from '../../domain/usage/watch-settings.ts';

/** What one look told the desk that it had not been told yet. */
export interface Told {
  readonly at: number;
  /** Number of the case; the first to come of a number opens it. */
  readonly case: number;
  readonly fresh: readonly Finding[];
}

const MS_PER_DAY = 86_400_000;

/** Findings within a week of the last ones belong to the same case: it is still being worked on. */
const SAME_CASE_MS = 7 * MS_PER_DAY;
/** A rule that has told of a subject is not news again for a fortnight. */
const NEWS_AGAIN_MS = 14 * MS_PER_DAY;

/** One customer's cases, kept as an analyst would keep them, who never says whether a case was justified. */
export class CaseDesk {
  readonly #settings: WatchSettings;
  readonly #told = new Map<string, number>();
  #case = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(settings: WatchSettings) {
    this.#settings = settings;
  }

  /** Takes in the findings of a look. Undefined when they are worth no case, or nothing about them is new. */
  take(at: number, findings: readonly Finding[]): Told | undefined {
    if (!worthACase(findings, this.#settings)) return undefined;
    const fresh = findings.filter((finding) => {
      const last = this.#told.get(keyOf(finding));
      return last === undefined || at - last > NEWS_AGAIN_MS;
    });
    for (const finding of findings) this.#told.set(keyOf(finding), at);
    if (at - this.#lastAt > SAME_CASE_MS && fresh.length > 0) this.#case += 1;
    this.#lastAt = at;
    return fresh.length === 0 ? undefined : { at, case: this.#case, fresh };
  }
}

function keyOf({ rule, subject }: Finding): string {
  return `${rule} ${subject}`;
}
