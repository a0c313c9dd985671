/** The error of type `kind` that an attempt must end in. */
export async function refusalOf<E extends Error>(
  kind: abstract new (...args: never[]) => E,
  attempt: Promise<unknown>,
): Promise<E> {
  const outcome = await attempt.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (!(outcome instanceof kind)) throw new Error(`expected a ${kind.name}`, { cause: outcome });
  return outcome;
}
