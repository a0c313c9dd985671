/**
 * Contract 2.6 and 18.7: at most `limit()` calls a minute per tenant, counted in wall time, refused calls included ("retried calls count
 * too"). Kept in memory: a restart forgives.
 */
export interface Throttle {
  /** Counts one call; returns the seconds to wait when it is one too many. */
  count(tenantId: string): number | undefined;
}

const MINUTE_MS = 60_000;

export function createThrottle(limit: () => number, wall: () => number = Date.now): Throttle {
  const windows = new Map<string, { startedAt: number; calls: number }>();
  return {
    count: (tenantId) => {
      const now = wall();
      let window = windows.get(tenantId);
      if (window === undefined || now - window.startedAt >= MINUTE_MS) {
        window = { startedAt: now, calls: 0 };
        windows.set(tenantId, window);
      }
      window.calls += 1;
      return window.calls > limit() ? Math.ceil((window.startedAt + MINUTE_MS - now) / 1000) : undefined;
    },
  };
}
