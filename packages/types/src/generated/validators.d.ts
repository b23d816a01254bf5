/** One way in which a value does not fit a schema. */
export interface SchemaError {
  /** JSON pointer of the place. */
  readonly instancePath: string;
  readonly message?: string;
}

interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export declare const bom: Validator;
export declare const evidence: Validator;
export declare const plan: Validator;
