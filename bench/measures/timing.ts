/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Works through all items, so many at a time; answers how long each took. */
export async function timedEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<readonly number[]> {
  const left = items.values();
  const took: number[] = [];
  const next = async (): Promise<void> => {
    // Whoever is free takes the next one: the iterator is shared.
    for (const item of left) took.push(await timed(() => work(item)));
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return took;
}

/** As `timedEach`, so many times. */
export function timedTimes(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  return timedEach([...Array(count).keys()], atOnce, work);
}
