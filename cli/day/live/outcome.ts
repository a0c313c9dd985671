/** `impossible`: there was nothing to which it could happen at that moment. */
export type Outcome = 'happened' | 'impossible';
