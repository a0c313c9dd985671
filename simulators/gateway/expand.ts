import { refused } from './failure.ts';
import type { Gateway } from './gateway.ts';

/** Puts objects in the place of their ids, along paths like `latest_charge`, `payment_intent.latest_charge` or `data.customer`. */
export function expanded(gateway: Gateway, value: object, paths: readonly string[]): object {
  return paths.reduce<object>((current, path) => along(gateway, current, path.split('.'), path), value);
}

function along(gateway: Gateway, value: object, [key, ...rest]: readonly string[], path: string): object {
  if (key === undefined) return value;
  const members: Readonly<Record<string, unknown>> = { ...value };
  const member = members[key];
  if (member === undefined) throw refused(undefined, `This property cannot be expanded (${path}).`, 'expand');
  if (member === null) return value;
  if (Array.isArray(member)) {
    return { ...members, [key]: member.map((one: unknown) => (isObject(one) ? along(gateway, one, rest, path) : one)) };
  }
  const found = typeof member === 'string' ? byId(gateway, member) : isObject(member) ? member : undefined;
  if (found === undefined) throw refused(undefined, `This property cannot be expanded (${path}).`, 'expand');
  return { ...members, [key]: along(gateway, found, rest, path) };
}

function byId(gateway: Gateway, id: string): object | undefined {
  switch (id.slice(0, id.indexOf('_'))) {
    case 'cus':
      return gateway.customers.get(id);
    case 'pm':
      return gateway.paymentMethods.get(id)?.object;
    case 'pi':
      return gateway.paymentIntents.get(id);
    case 'ch':
      return gateway.charges.get(id);
    case 'cs':
      return gateway.sessions.get(id);
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
