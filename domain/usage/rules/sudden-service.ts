import type { Rule } from '../look.ts';
import { suddenPart } from './sudden-part.ts';

/**
 * A service, or a kind of resource of a known one, that the customer has not used costs money: machine learning, or machines with
 * graphics cards. Practice 19: what deviates from the known need is a signal.
 */
export const suddenService: Rule = (look) => {
  const services = suddenPart(look, 'sudden-service', 19, look.seen.services);
  const found = new Set(services.map(({ day, subject }) => `${day} ${subject}`));
  // A new service is of new kinds: told once.
  const kinds = suddenPart(look, 'sudden-service', 19, look.seen.kinds).filter(
    ({ day, subject }) => !found.has(`${day} ${subject.slice(0, subject.indexOf(' / '))}`),
  );
  return [...services, ...kinds];
};
