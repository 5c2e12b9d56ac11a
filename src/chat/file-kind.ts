/** What a file is, by its name and by what the platform says of it. */
export type FileKind = 'maybe-text' | 'picture' | 'other';

const PICTURE = /\.(?:png|jpe?g|gif|webp|bmp|heic|avif|tiff?)$/i;
/** Files of these kinds are never text, so they are not loaded to find out. */
const BINARY =
  /\.(?:zip|gz|tgz|bz2|xz|7z|rar|tar|jar|war|exe|dll|so|dylib|msi|dmg|iso|bin|apk|class|pyc|wasm|pdf|docx?|xlsx?|pptx?|odt|ods|mp[34]|m4a|ogg|wav|flac|mov|avi|mkv|webm|sqlite3?|db|pfx|p12|jks)$/i;
const BINARY_TYPE =
  /^(?:audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-(?:gzip|tar|7z-compressed|rar-compressed|bzip2?|xz)|java-archive|vnd\.|msword|x-msdownload|x-pkcs12)/i;

/**
 * Tells what is known without the content. Everything that may be text is to be loaded and looked at: logs come with any
 * ending, and platforms know few of them.
 *
 * @param type the content type, where the platform says one
 */
export function fileKind(name: string, type: string | null | undefined): FileKind {
  if (type?.startsWith('image/svg') !== true && (type?.startsWith('image/') === true || PICTURE.test(name)))
    return 'picture';
  if (type?.startsWith('text/') === true) return 'maybe-text';
  return BINARY.test(name) || BINARY_TYPE.test(type ?? '') ? 'other' : 'maybe-text';
}
