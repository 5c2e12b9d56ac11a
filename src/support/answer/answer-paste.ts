import type { Reply } from '#chat/port.ts';
import type { Catalogue } from '#diagnosis/catalogue/compile.ts';
import { makeChecklist } from '#diagnosis/checklist.ts';
import { diagnose } from '#diagnosis/diagnose.ts';
import type { Checklist, Diagnosis } from '#diagnosis/types.ts';
import { diagnosisReply } from '#support/views/diagnosis.ts';

/** What a paste is answered with. */
export interface Answer {
  readonly diagnosis: Diagnosis;
  readonly checklist: Checklist | null;
  readonly reply: Reply;
}

/** Diagnoses a paste and makes its checklist and its answer. */
export function answerPaste(text: string, catalogue: Catalogue): Answer {
  const diagnosis = diagnose(text, catalogue);
  const checklist = makeChecklist(diagnosis, catalogue.knowledge);
  return { diagnosis, checklist, reply: diagnosisReply(diagnosis, checklist, catalogue.knowledge) };
}
