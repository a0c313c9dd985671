import { DAY_MS } from '../term.ts';
import type { World } from '../world.ts';
import { decimal } from './decimal.ts';
import { budgetOf, countedAt, dailyRefresh, percentUsed, periodOf, totalCost, type UsageLine } from './usage.ts';

const HUNDRED = decimal('100');
/** Days that a clock may leap and still get each refresh; beyond that only the last ones. */
const LONGEST_LEAP = 400;

/**
 * Contract 8.1, 11.4 and 18.9: brings the daily refresh up to the tenant's business time, day by day. A budget found exceeded is
 * announced once a period, in a message that names no customer; usage goes on.
 */
export function refreshDaily(world: World, tenantId: string): void {
  const today = dailyRefresh(world, world.clock.now(tenantId));
  const done = world.refreshes.get(tenantId)?.at;
  const first =
    done === undefined ? today : Math.max(dailyRefresh(world, done) + DAY_MS, today - LONGEST_LEAP * DAY_MS);
  if (first > today) return;
  const lines = linesThatCount(world, tenantId);
  for (let day = first; day <= today; day += DAY_MS) refreshed(world, tenantId, lines, day);
}

/** One refresh, also between two days: a lever. */
export function refreshAt(world: World, tenantId: string, at: number): void {
  refreshed(world, tenantId, linesThatCount(world, tenantId), at);
}

/** Without a budget nothing can be exceeded, and nothing need be read. */
function linesThatCount(world: World, tenantId: string): readonly UsageLine[] {
  return budgetOf(world, tenantId) === null ? [] : world.usage.ownedBy(tenantId);
}

function refreshed(world: World, tenantId: string, lines: readonly UsageLine[], at: number): void {
  const before = world.refreshes.get(tenantId);
  const exceeded = percentUsed(world, tenantId, totalCost(countedAt(lines, at))) > HUNDRED;
  world.refreshes.put(tenantId, '', { tenantId, at, exceeded });
  const known = before?.exceeded === true && periodOf(before.at).start === periodOf(at).start;
  if (!exceeded || known) return;
  world.onEvent.deliver({
    name: 'usagerecords-thresholdExceeded',
    resourceName: 'usagerecords',
    resourceUri: 'https://api.partnercenter.microsoft.com/v1/customers/usagerecords',
    at,
    tenantId,
  });
}

/** The refresh of everyone: of those on wall time nobody announces to us that their midnight has passed. */
export function refreshEveryone(world: World): void {
  for (const { tenantId } of world.refreshes.all()) refreshDaily(world, tenantId);
}
