/**
 * A share of the request limit per tenant (contract section 2.6: 500 a minute for customer, order and subscription
 * resources). A token bucket that holds a tenth of the minute's requests and is refilled with the other nine tenths over a
 * minute, so that no minute, wherever it begins, sees more than the limit.
 */
export interface RequestBudget {
  /** Takes one request for the tenant; answers how many milliseconds to wait before sending it (0: at once). */
  take(tenant: string): number;
  /** Gives back a request that was taken and will not be sent. */
  giveBack(tenant: string): void;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

const manyTenants = 2_000;

export function createRequestBudget(perMinute: number, now: () => number): RequestBudget {
  const capacity = Math.max(1, Math.floor(perMinute / 10));
  const perMillisecond = Math.max(1, perMinute - capacity) / 60_000;
  const buckets = new Map<string, Bucket>();

  const filled = (tenant: string, at: number): number => {
    const bucket = buckets.get(tenant);
    return bucket ? Math.min(capacity, bucket.left + Math.max(0, at - bucket.at) * perMillisecond) : capacity;
  };
  const forgetFull = (at: number): void => {
    for (const tenant of buckets.keys()) if (filled(tenant, at) >= capacity) buckets.delete(tenant);
  };

  return {
    take(tenant) {
      const at = now();
      if (buckets.size >= manyTenants) forgetFull(at);
      const left = filled(tenant, at) - 1;
      buckets.set(tenant, { left, at });
      return left >= 0 ? 0 : Math.ceil(-left / perMillisecond);
    },
    giveBack(tenant) {
      const at = now();
      buckets.set(tenant, { left: Math.min(capacity, filled(tenant, at) + 1), at });
    },
  };
}
