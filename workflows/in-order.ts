/** Runs what it is given one after the other, in the order in which it was asked; a failure does not block the next. */
export function inOrder(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine.catch(() => undefined);
    return mine;
  };
}
