/** A VAT number as the register takes it: `PL` and `5260001246`; Greece is `EL`. */
export interface VatNumber {
  readonly country: string;
  readonly number: string;
}

export interface VatQuestion {
  readonly asked: VatNumber;
  /** Who asks: only then the register gives its answer an id that proves the question (null: it does not). */
  readonly requester: VatNumber | null;
}

export interface VatAnswer {
  readonly valid: boolean;
  /** Null where the member state does not tell. */
  readonly name: string | null;
  readonly address: string | null;
  /** The register's consultation number. */
  readonly requestId: string | null;
  /** The day of the answer, as the register says. */
  readonly on: string;
  /** The answer as it came, for the file. */
  readonly raw: Buffer;
}

/** The European Commission's VAT information exchange system (VIES). Methods reject with {@link VatRegisterError}. */
export interface VatRegister {
  check(question: VatQuestion): Promise<VatAnswer>;
  close(): Promise<void>;
}

/**
 * - `refused`: the question cannot be answered as it stands (a malformed number, an unknown requester).
 * - `unavailable`: the register, or the member state behind it, does not answer now; again later.
 */
export type VatRegisterErrorKind = 'refused' | 'unavailable';

export class VatRegisterError extends Error {
  override readonly name = 'VatRegisterError';
  readonly kind: VatRegisterErrorKind;
  /** The register's word, or ours where none came. */
  readonly code: string;

  constructor(kind: VatRegisterErrorKind, code: string, cause?: unknown) {
    super(`VAT register: ${kind} (${code})`, { cause });
    this.kind = kind;
    this.code = code;
  }
}
