/** A party of the list, with every name under which it is listed. */
export interface SanctionedParty {
  /** The list's own id of it. */
  readonly id: string;
  readonly names: readonly string[];
}

/** One edition of the list. */
export interface SanctionsEdition {
  /** For the next question; null where the server gives none. */
  readonly etag: string | null;
  /** SHA-256 of the file in hex: two editions with the same are one. */
  readonly sha256: string;
  /** The day on which the list was generated, as the file says. */
  readonly publishedOn: string | null;
  readonly parties: readonly SanctionedParty[];
}

/** Where the list comes from. Methods reject with {@link SanctionsListError}. */
export interface SanctionsList {
  /** @param etag of the edition at hand. @returns null when there is no other one. */
  fetch(etag: string | null): Promise<SanctionsEdition | null>;
  close(): Promise<void>;
}

/** The list could not be had: nothing came, something else came, or too much. The edition at hand stays. */
export class SanctionsListError extends Error {
  override readonly name = 'SanctionsListError';
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`Sanctions list: ${code}`, { cause });
    this.code = code;
  }
}
