/**
 * Waits for work, but only so long. Work that takes longer goes on, and what becomes of it then is of no interest.
 *
 * @param ms milliseconds
 * @returns what the work comes to, or `late`; rejects where the work does in time
 */
export async function beforeDeadline<Done, Late>(work: Promise<Done>, ms: number, late: Late): Promise<Done | Late> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, time]);
  } finally {
    clearTimeout(timer);
  }
}
