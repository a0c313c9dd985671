import { createHash } from 'node:crypto';

/** Who did something: his id, or, where a log gives a name only, a digest by which he is known again; and the name beside it. */
export function actorOf(
  id: string | null,
  name: string | null,
): { readonly actorId: string | null; readonly user: string | null } {
  const user = name?.includes('@') === true ? name : null;
  if (id !== null) return { actorId: id, user };
  if (name === null) return { actorId: null, user };
  // An application is named by its id already.
  return { actorId: user === null ? name : `name:${digestOf(user)}`, user };
}

function digestOf(name: string): string {
  return createHash('sha256').update(name.toLowerCase(), 'utf8').digest('base64url').slice(0, 22);
}
