import type { Instant } from '../domain/calendar/day.ts';
import { toDate } from './database-time.ts';
import type { Statement } from './statement.ts';

/** What the mail provider says became of a letter. Business instants. */
export type NoticeReport =
  | { readonly kind: 'delivered'; readonly at: Instant }
  /** `detail`: the reply code, never the provider's sentence, which may hold the address. */
  | { readonly kind: 'bounced'; readonly at: Instant; readonly detail: string | null };

/** Writes a report into a notice's row, beside the fact of the same change. */
export function noticeReportStatement(notice: string, report: NoticeReport): Statement {
  const columns =
    report.kind === 'delivered'
      ? { state: 'delivered' as const, delivered_at: toDate(report.at) }
      : { state: 'bounced' as const, delivered_at: null, ended_at: toDate(report.at), detail: report.detail };
  return (trx) => trx.updateTable('notice').set(columns).where('id', '=', notice).compile();
}
