import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, sqlJudge } from '../../judge/sql-judge.ts';
import type { Evidence } from './evidence.ts';

/** Something that must not be when the day is over. `check` is the file in `checks/` that says what it is. */
export interface Violation {
  readonly check: string;
  readonly customer: string | null;
  readonly what: string;
  readonly detail: string;
}

/**
 * The judge of a day: SQL over what the product has on record and what was seen from outside. It reads the product's schema
 * beside its own.
 */
export const JUDGE_OF_A_DAY = sqlJudge<Evidence, Violation>({
  folder: import.meta.dirname,
  async load(client, evidence) {
    await client.query(readFileSync(join(import.meta.dirname, 'extract.sql'), 'utf8'));
    for (const [table, rows] of Object.entries(evidence)) await fill(client, table, rows);
  },
});
