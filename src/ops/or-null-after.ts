/** What work comes to, or null where it fails or takes longer than that, in milliseconds. Never rejects. */
export async function orNullAfter<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  const done = await Promise.race([work.catch(() => null), late]);
  clearTimeout(timer);
  return done;
}
