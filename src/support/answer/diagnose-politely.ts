import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { explainInSteps } from '#diagnosis/diagnose.ts';
import type { Diagnosis } from '#diagnosis/types.ts';

/** Diagnoses a text of any length without holding up other people for more than a few milliseconds. */
export async function diagnosePolitely(text: string, catalogue: Catalogue): Promise<Diagnosis> {
  const steps = explainInSteps(text, catalogue);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.diagnosis;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
