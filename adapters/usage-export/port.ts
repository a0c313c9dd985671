import type { RatedUsage } from '../../domain/usage/rated-usage.ts';

/** The running month, or the one before it. */
export type ExportPeriod = 'current' | 'last';

/** How far an export is; `files` are addresses that anybody can open, so they are secrets and good for an hour or so. */
export type ExportProgress =
  | { readonly state: 'running'; readonly retryAfterMs: number }
  | { readonly state: 'ready'; readonly files: readonly string[] }
  /** There is no data: Microsoft calls it a failure. */
  | { readonly state: 'empty' }
  | { readonly state: 'failed'; readonly code: string | null };

/**
 * Daily rated usage of every customer that is not invoiced yet, about a day behind (contract §15.3): made in the background,
 * then downloaded. By the application alone; PartnerBilling.Read.All. Rejects with PartnerCenterError.
 */
export interface UsageExports {
  /** Asks for an export. Answers Microsoft's name for it, under which it is looked at. */
  ask(currency: string, period: ExportPeriod): Promise<string>;
  look(operation: string): Promise<ExportProgress>;
  /** The lines of a file, in batches, whatever its size. What is larger than any real one is refused. */
  lines(file: string): AsyncIterable<readonly RatedUsage[]>;
}
