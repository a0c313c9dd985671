/** Acts on every one of them, so many at a time. What `act` throws ends all of it. */
export async function sideBySide<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const actOnNext = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, actOnNext));
}
