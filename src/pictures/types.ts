/** What the engine read. */
export interface Recognised {
  readonly text: string;
  /** Mean confidence of the words, 0 to 100. */
  readonly confidence: number;
  /** Languages that it was read as, such as `eng`. */
  readonly languages: readonly string[];
}

/** What the reading process says. */
export interface ChildRecognised extends Recognised {
  /** The most memory that it held, in MB. */
  readonly peakMb: number;
}

/** The kinds of picture that are read. */
export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** What the head of a picture says. */
export interface PictureShape {
  readonly format: PictureFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** How it is turned, as EXIF counts it: 1 to 8. 1: not at all. */
  readonly orientation: number;
}

/** Why a picture is not read. `not-a-picture`: none of the known formats, or broken in its head. */
export type Refusal = 'not-a-picture' | 'too-large' | 'too-small';

/** Takes a text that may hold a secret, and gives it without. */
export type HideSecrets = (text: string) => { readonly text: string; readonly keyLike: boolean };

/**
 * What became of a picture. `read` holds text without secrets: what the engine gave is dropped.
 *
 * `unreadable`: it could not be decoded, or holds no text. `gave-up`: it took too long or too much memory. `off`: there is no
 * engine here. `busy`: others are being read, or this person sent many.
 */
export type PictureReading =
  | {
      readonly type: 'read';
      readonly text: string;
      /** 0 to 100. */
      readonly confidence: number;
      /** Did it seem to show a key? Then it is not passed on. */
      readonly keyLike: boolean;
    }
  | { readonly type: 'refused'; readonly why: Refusal }
  | { readonly type: 'unreadable' | 'gave-up' | 'off' | 'busy' };

/** Reads people's pictures, one at a time. */
export interface PictureReader {
  /** Why no pictures are read, as a sentence for the operator; null where they are. */
  readonly off: string | null;
  /**
   * Reads one picture.
   *
   * @param load gets the file when its turn has come; null where that is not possible
   * @param person whose it is: the same text for the same person
   * @param id the same for the same picture, which is read once where a chat tells of it twice
   */
  read(load: () => Promise<Uint8Array | null>, person: string, id?: string): Promise<PictureReading>;
  /** Ends what is being read, for when the bot stops. */
  stop(): void;
}
