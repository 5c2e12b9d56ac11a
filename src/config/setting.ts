import type { z } from 'zod';

/** How a value is written in the file. In the environment all are texts; a list's items are separated by commas. */
export type ValueForm = 'text' | 'number' | 'yes or no' | 'list' | 'list or all';

/** What may be set: one row of the table. */
export interface Setting<Value> {
  /** Variable of the environment, which wins over the file. */
  readonly env: string;
  /** Where it stands in the file, such as `slack.channels`. A secret's key is known only to be refused. */
  readonly key: string;
  /** One line of documentation. */
  readonly says: string;
  readonly form: ValueForm;
  /** From the text of the environment; its messages complete "expected …" and never hold the value. */
  readonly value: z.ZodType<Value, string>;
  /** The text that counts where nothing is set; null for none. */
  readonly otherwise: string | null;
  /** What the examples show, as a text of the environment. */
  readonly example: string | null;
  /** `always`: never in the file, never shown. `password`: only where the address holds one. */
  readonly secret: 'always' | 'password' | null;
  /** What such a secret looks like, wherever it stands. */
  readonly looks: RegExp | null;
}

type Row<Value> = Pick<Setting<Value>, 'env' | 'key' | 'says' | 'form' | 'value'> &
  Partial<Pick<Setting<Value>, 'example' | 'secret' | 'looks'>>;

/** A setting with a default, as a text of the environment. */
export function setting<Value>(row: Row<Value> & { readonly otherwise: string }): Setting<Value>;
/** A setting that is null where it is not set. */
export function setting<Value>(row: Row<Value>): Setting<Value | null>;
export function setting<Value>(row: Row<Value> & { readonly otherwise?: string }): Setting<Value | null> {
  return { otherwise: null, example: null, secret: null, looks: null, ...row };
}

/** What the rows of the table read to. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : ValuesOf<Table[Name]>;
};

/** Is this a row, or a group of rows? */
export function isSetting(entry: object): entry is Setting<unknown> {
  return 'env' in entry;
}
