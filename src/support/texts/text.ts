import { IntlMessageFormat } from 'intl-messageformat';
import { EN } from './en.ts';

/** The id of a text of the interface. */
export type TextId = keyof typeof EN;

/** The names that a message wants a value for. Branches of a plural hold `#` or blanks, so they are no names. */
type Names<Message extends string> = Message extends `${string}{${infer Rest}`
  ? (Rest extends `${infer Inside}}${string}` ? Name<Inside> : never) | Names<Rest>
  : never;

type Name<Inside extends string> = Inside extends `${infer First},${string}` ? Plain<First> : Plain<Inside>;

type Plain<Text extends string> = Text extends `${string} ${string}` | `${string}#${string}` ? never : Text;

/** What has to be given with a text: nothing, or a value for each of its names. */
type Given<Id extends TextId> = [Names<(typeof EN)[Id]>] extends [never]
  ? []
  : [values: Readonly<Record<Names<(typeof EN)[Id]>, string | number>>];

const formats = new Map<TextId, IntlMessageFormat>();

/** A text of the interface. A missing value does not compile. Values are shown as they are, never read as a message. */
export function text<Id extends TextId>(id: Id, ...[values]: Given<Id>): string {
  if (values === undefined) return EN[id];
  let format = formats.get(id);
  if (format === undefined) {
    format = new IntlMessageFormat(EN[id], 'en', undefined, { ignoreTag: true });
    formats.set(id, format);
  }
  return String(format.format(values));
}
