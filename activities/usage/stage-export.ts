import { Context } from '@temporalio/activity';
import { type AskedExport, clearStage, stageLines, wantedCustomer } from '../../db/usage-exports.ts';
import { detailLine } from '../../domain/usage/usage-detail.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * Downloads an export and puts aside the lines of customers of ours whose figures have changed, so that what is held in memory
 * does not grow with the book. @returns how many lines there were
 */
export async function stageExport(
  { db, usageExports }: ActivityDeps,
  { id }: AskedExport,
  files: readonly string[],
  since: number,
): Promise<number> {
  const customers = new Map<string, string | null>();
  let lines = 0;
  await clearStage(db, id);
  for (const file of files)
    for await (const batch of usageExports.lines(file)) {
      Context.current().heartbeat(id);
      lines += batch.length;
      for (const { customerTenantId: tenant } of batch)
        if (!customers.has(tenant)) customers.set(tenant, await wantedCustomer(db, tenant, since));
      const ours = batch.flatMap((rated) => {
        const customerId = customers.get(rated.customerTenantId) ?? null;
        return customerId === null ? [] : [{ customerId, day: rated.day, line: detailLine(rated) }];
      });
      await stageLines(db, id, ours);
    }
  return lines;
}
