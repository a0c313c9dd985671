/** Pulls a lever of the Microsoft simulator, or reads what it has kept. @throws Error with its answer when it refuses */
export async function control(microsoftUrl: string, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${microsoftUrl}/control${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`control ${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
