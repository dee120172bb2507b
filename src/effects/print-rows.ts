import type { PrintOutcome, PrintStep } from '../devices/page-printer/port.ts';
import type { RowData } from '../log/rows.ts';

/** How a step and the end of a print stand in the log. */
export const stepRow = (step: PrintStep): RowData<'print.step'> => ({
  step: step.step,
  ...('jobId' in step ? { jobId: step.jobId } : {}),
  ...('jobUuid' in step && step.jobUuid !== null ? { jobUuid: step.jobUuid } : {}),
});

export const resultRow = (outcome: PrintOutcome): RowData<'print.result'> => {
  if (outcome.outcome === 'done') return { outcome: 'printed', sheets: outcome.value.sheets };
  if (outcome.outcome === 'failed') return { outcome: `failed:${outcome.fault}`, sheets: 0 };
  return { outcome: 'unknown', detail: outcome.detail.slice(0, 200) };
};
