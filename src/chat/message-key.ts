/** A key for a new message (`key` in `PostOptions`): 24 random letters and digits, which both platforms take. */
export function messageKey(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 24);
}
